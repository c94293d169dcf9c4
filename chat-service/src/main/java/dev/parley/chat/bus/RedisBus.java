package dev.parley.chat.bus;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * The bus over one pub/sub connection and one for commands. Lettuce reconnects both; while they are away commands are refused
 * at once instead of queued (see platform's {@code RedisAutoConfiguration}), so that nobody waits for Redis.
 */
@Component
public class RedisBus implements NodeBus, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RedisBus.class);
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final LettuceConnectionFactory factory;
    private final Map<String, Consumer<byte[]>> subscribers = new ConcurrentHashMap<>();
    private final List<Runnable> reconnectCallbacks = new CopyOnWriteArrayList<>();
    private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> subscriptions;
    private volatile @Nullable StatefulRedisConnection<String, byte[]> commands;
    private volatile boolean subscriptionsStand;
    private volatile boolean running;

    RedisBus(LettuceConnectionFactory factory) {
        this.factory = factory;
    }

    /** The shared connection for commands, unless Redis is away. Commands are asynchronous and pipelined. */
    public @Nullable StatefulRedisConnection<String, byte[]> commands() {
        StatefulRedisConnection<String, byte[]> connection = commands;
        return connection != null && connection.isOpen() ? connection : null;
    }

    @Override
    public void publish(String topic, byte[] payload) {
        StatefulRedisConnection<String, byte[]> connection = commands();
        if (connection != null) {
            var _ = connection.async().publish(topic, payload);
        }
    }

    @Override
    public CompletionStage<Void> subscribe(String topic, Consumer<byte[]> subscriber) {
        subscribers.put(topic, subscriber);
        StatefulRedisPubSubConnection<String, byte[]> connection = subscriptions;
        return connection == null
                ? CompletableFuture.failedFuture(new RedisException("not connected"))
                : connection.async().subscribe(topic);
    }

    @Override
    public void unsubscribe(String topic) {
        subscribers.remove(topic);
        StatefulRedisPubSubConnection<String, byte[]> connection = subscriptions;
        if (connection != null) {
            var _ = connection.async().unsubscribe(topic);
        }
    }

    @Override
    public boolean connected() {
        return subscriptionsStand && commands() != null;
    }

    @Override
    public void onReconnect(Runnable callback) {
        reconnectCallbacks.add(callback);
    }

    /** Connects, and goes on trying in the background when Redis is away: the node is of use without it. */
    @Override
    public void start() {
        running = true;
        if (!connect()) {
            log.warn("Redis is away; delivery goes through the store until it is back");
            Thread.startVirtualThread(this::connectUntilItWorks);
        }
    }

    private void connectUntilItWorks() {
        try {
            do {
                Thread.sleep(RETRY);
            } while (running && !connect());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean connect() {
        try {
            RedisClient client = (RedisClient) factory.getRequiredNativeClient();
            StatefulRedisPubSubConnection<String, byte[]> forSubscriptions = client.connectPubSub(CODEC);
            forSubscriptions.addListener(new RedisPubSubAdapter<String, byte[]>() {
                @Override
                public void message(String topic, byte[] payload) {
                    dispatch(topic, payload);
                }
            });
            RedisConnectionStateListener whenBack = new RedisConnectionStateListener() {
                @Override
                public void onRedisConnected(RedisChannelHandler<?, ?> connection, @Nullable SocketAddress address) {
                    subscribeAll();
                }

                @Override
                public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                    boolean stood = subscriptionsStand;
                    subscriptionsStand = false;
                    if (running && stood) {
                        log.warn("Redis is away; delivery goes through the store until it is back");
                    }
                }
            };
            StatefulRedisConnection<String, byte[]> forCommands = client.connect(CODEC);
            forSubscriptions.addListener(whenBack);
            forCommands.addListener(whenBack);
            commands = forCommands;
            subscriptions = forSubscriptions;
            subscribeAll();
            return true;
        } catch (RedisException | IllegalStateException e) {
            log.debug("no connection to Redis yet", e);
            return false;
        }
    }

    private void dispatch(String topic, byte[] payload) {
        Consumer<byte[]> subscriber = subscribers.get(topic);
        if (subscriber != null) {
            try {
                subscriber.accept(payload);
            } catch (RuntimeException e) {
                log.error("a publication on {} could not be handled", topic, e);
            }
        }
    }

    /**
     * Subscriptions asked for while Redis was away were refused: make all of them again. Repeating one is harmless. The two connections
     * come back one after the other, and who is called back needs both: the later one does it.
     */
    private void subscribeAll() {
        StatefulRedisPubSubConnection<String, byte[]> connection = subscriptions;
        if (connection == null || !connection.isOpen() || commands() == null || !running) {
            return;
        }
        String[] topics = subscribers.keySet().toArray(String[]::new);
        CompletionStage<Void> subscribed = topics.length == 0
                ? CompletableFuture.completedFuture(null)
                : connection.async().subscribe(topics);
        var _ = subscribed.whenComplete((done, error) -> {
            if (error == null) {
                subscriptionsStand = true;
                reconnectCallbacks.forEach(callback -> Thread.startVirtualThread(callback));
            } else {
                log.warn("subscriptions could not be made again, trying once more soon", error);
                Thread.startVirtualThread(this::subscribeAllLater);
            }
        });
    }

    private void subscribeAllLater() {
        try {
            Thread.sleep(RETRY);
            subscribeAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        subscriptionsStand = false;
        StatefulRedisPubSubConnection<String, byte[]> forSubscriptions = subscriptions;
        if (forSubscriptions != null) {
            forSubscriptions.close();
        }
        StatefulRedisConnection<String, byte[]> forCommands = commands;
        if (forCommands != null) {
            forCommands.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts after the connection factory and before everything that serves; stops in the opposite order. */
    @Override
    public int getPhase() {
        return 1000;
    }
}
