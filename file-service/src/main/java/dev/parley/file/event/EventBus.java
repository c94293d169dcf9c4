package dev.parley.file.event;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
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

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;

/**
 * Carries events between nodes through Redis; a node subscribes to those people only who have a stream there. It hears, too, which sessions
 * auth-service ends. With Redis away events reach the streams of this node alone; once it is back, all are told "ready" anew, since
 * they may have missed something.
 */
@Component
class EventBus implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final String TOPIC = "parley:file:events:";
    private static final String SESSIONS_ENDED = "parley:sessions:ended";
    private static final String SESSION = "parley:session:";
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final long PATIENCE_MILLIS = 1000;

    private final LettuceConnectionFactory factory;
    private final EventStreams streams;
    private final EventSettings settings;
    private volatile @Nullable Connections connections;
    private volatile boolean running;

    /** What stands between this node and Redis; the driver makes both anew when they break. */
    private record Connections(StatefulRedisPubSubConnection<String, byte[]> subscriptions,
            StatefulRedisConnection<String, byte[]> commands) {

        boolean stand() {
            return subscriptions.isOpen() && commands.isOpen();
        }
    }

    EventBus(LettuceConnectionFactory factory, EventStreams streams, EventSettings settings) {
        this.factory = factory;
        this.streams = streams;
        this.settings = settings;
    }

    /** Gives an event to a person's streams on all nodes. Waits for nothing, and never fails. */
    void publish(long userId, EventFrame frame) {
        Connections redis = connections;
        if (redis == null || !redis.stand()) {
            streams.deliver(userId, frame);
            return;
        }
        try {
            RedisFuture<Long> unused = redis.commands().async().publish(topic(userId), frame.bytes());
        } catch (RedisException away) {
            LOG.debug("an event is lost", away);
        }
    }

    /**
     * Makes this node hear of a person, who has a stream here already; returns when it does, or soon when Redis is away. A session that
     * was ended before is noticed here, one that ends later is heard of.
     */
    void hear(Identity reader) throws InterruptedException {
        Connections redis = connections;
        if (redis == null || !redis.stand()) {
            return; // all people are subscribed to when it is back
        }
        try {
            RedisFuture<Void> subscribed;
            synchronized (this) {
                subscribed = redis.subscriptions().async().subscribe(topic(reader.userId()));
            }
            subscribed.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            endEndedSessions(redis, List.of(reader.sessionId()));
        } catch (RedisException | ExecutionException | TimeoutException away) {
            LOG.debug("events for a new stream cannot be heard yet", away);
        }
    }

    /** Stops hearing of a person, unless another stream needs it. */
    synchronized void ignore(long userId) {
        Connections redis = connections;
        if (redis == null || streams.people().contains(userId)) {
            return;
        }
        try {
            RedisFuture<Void> unused = redis.subscriptions().async().unsubscribe(topic(userId));
        } catch (RedisException away) {
            LOG.debug("a subscription is left to the connection's end", away);
        }
    }

    /** Goes on trying in the background when Redis is away: the node is of use without it. */
    @Override
    public void start() {
        running = true;
        if (!connect()) {
            LOG.warn("Redis is away; events reach only the streams of this node until it is back");
            Thread.startVirtualThread(() -> again(this::connect));
        }
    }

    private synchronized boolean connect() {
        if (!running) {
            return true;
        }
        RedisClient client;
        StatefulRedisConnection<String, byte[]> commands;
        try {
            client = (RedisClient) factory.getRequiredNativeClient();
            commands = client.connect(CODEC);
        } catch (RedisException | IllegalStateException away) {
            LOG.debug("no connection to Redis yet", away);
            return false;
        }
        try {
            StatefulRedisPubSubConnection<String, byte[]> subscriptions = client.connectPubSub(CODEC);
            subscriptions.addListener(new RedisPubSubAdapter<String, byte[]>() {
                @Override
                public void message(String topic, byte[] payload) {
                    dispatch(topic, payload);
                }
            });
            subscriptions.addListener(new RedisConnectionStateListener() {
                @Override
                public void onRedisConnected(RedisChannelHandler<?, ?> connection, @Nullable SocketAddress address) {
                    Thread.startVirtualThread(() -> again(EventBus.this::subscribeAll));
                }
            });
            connections = new Connections(subscriptions, commands);
        } catch (RedisException away) {
            LOG.debug("no connection to Redis yet", away);
            commands.close();
            return false;
        }
        Thread.startVirtualThread(() -> again(this::subscribeAll));
        return true;
    }

    /** Repeats something until it works or the node stops. */
    private void again(Attempt attempt) {
        try {
            while (running && !attempt.works()) {
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Attempt {
        boolean works() throws InterruptedException;
    }

    /** What was asked for while Redis was away was refused; asking twice is harmless. */
    private boolean subscribeAll() throws InterruptedException {
        Connections redis = connections;
        if (redis == null) {
            return true; // the connection is just being made, and comes here afterwards
        }
        try {
            RedisFuture<Void> subscribed;
            synchronized (this) {
                String[] topics = Stream.concat(Stream.of(SESSIONS_ENDED),
                        streams.people().stream().map(EventBus::topic)).toArray(String[]::new);
                subscribed = redis.subscriptions().async().subscribe(topics);
            }
            subscribed.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            endEndedSessions(redis, List.copyOf(streams.sessions()));
        } catch (RedisException | ExecutionException | TimeoutException away) {
            LOG.debug("not subscribed yet", away);
            return false;
        }
        streams.people().forEach(person -> streams.deliver(person, EventFrame.ready(settings.retry())));
        return true;
    }

    private void endEndedSessions(Connections redis, List<String> sessions)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (sessions.isEmpty()) {
            return;
        }
        String[] keys = sessions.stream().map(session -> SESSION + session).toArray(String[]::new);
        for (KeyValue<String, byte[]> state : redis.commands().async().mget(keys).get(PATIENCE_MILLIS,
                TimeUnit.MILLISECONDS)) {
            if (state.hasValue() && new String(state.getValue(), StandardCharsets.UTF_8).equals("ended")) {
                streams.endSession(state.getKey().substring(SESSION.length()));
            }
        }
    }

    private void dispatch(String topic, byte[] payload) {
        if (topic.equals(SESSIONS_ENDED)) {
            streams.endSession(new String(payload, StandardCharsets.UTF_8));
        } else {
            Ids.parse(topic.substring(TOPIC.length()))
                    .ifPresent(person -> streams.deliver(person, new EventFrame(payload, false)));
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        Connections redis = connections;
        if (redis != null) {
            redis.subscriptions().close();
            redis.commands().close();
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

    private static String topic(long userId) {
        return TOPIC + Ids.format(userId);
    }
}
