package dev.parley.file.upload;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * What nodes tell each other of leases, over Redis: {@code <upload>:<number>}. A message may be lost while Redis is away; the driver connects
 * and subscribes again by itself.
 */
@Component
class LeaseMessages implements SmartLifecycle {

    static final String CHANNEL = "parley:uploads:leases";

    private static final Logger LOG = LoggerFactory.getLogger(LeaseMessages.class);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final LettuceConnectionFactory factory;
    private final List<LeaseNumbers.Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable StatefulRedisPubSubConnection<String, String> subscription;
    private volatile boolean running;

    LeaseMessages(LettuceConnectionFactory factory) {
        this.factory = factory;
    }

    void listen(LeaseNumbers.Listener listener) {
        listeners.add(listener);
    }

    /** Subscribes, and goes on trying in the background when Redis is away. */
    @Override
    public void start() {
        running = true;
        if (!subscribe()) {
            LOG.warn("Redis is away; what nodes cannot tell each other at once they find in the database");
            Thread.startVirtualThread(this::subscribeUntilItWorks);
        }
    }

    private void subscribeUntilItWorks() {
        try {
            do {
                Thread.sleep(RETRY);
            } while (running && !subscribe());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean subscribe() {
        try {
            StatefulRedisPubSubConnection<String, String> connection = ((RedisClient) factory.getRequiredNativeClient())
                    .connectPubSub();
            connection.addListener(new RedisPubSubAdapter<String, String>() {
                @Override
                public void message(String channel, String message) {
                    received(message);
                }
            });
            subscription = connection;
            connection.sync().subscribe(CHANNEL);
            return true;
        } catch (RedisException | IllegalStateException away) {
            LOG.debug("no subscription yet", away);
            stopSubscription();
            return false;
        }
    }

    private void received(String message) {
        int colon = message.indexOf(':');
        try {
            long uploadId = Long.parseLong(message.substring(0, Math.max(colon, 0)));
            long number = Long.parseLong(message.substring(colon + 1));
            listeners.forEach(listener -> listener.raised(uploadId, number));
        } catch (NumberFormatException foreign) {
            LOG.warn("a message on {} that is none: {}", CHANNEL, message);
        }
    }

    @Override
    public void stop() {
        running = false;
        stopSubscription();
    }

    private void stopSubscription() {
        StatefulRedisPubSubConnection<String, String> connection = subscription;
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the connection factory, before what serves requests. */
    @Override
    public int getPhase() {
        return 1000;
    }
}
