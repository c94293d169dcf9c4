package dev.parley.chat.socket;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.KeyValue;
import io.lettuce.core.api.StatefulRedisConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.bus.RedisBus;

/**
 * Closes the sockets of sessions that end. auth-service publishes each end on {@code parley:sessions:ended}, after it set
 * {@code parley:session:<id>} to {@code ended} for longer than a token lives; so ends that were published while Redis was away from
 * this node are found there afterwards.
 */
@Component
class SessionEnds {

    private static final Logger log = LoggerFactory.getLogger(SessionEnds.class);
    private static final String TOPIC = "parley:sessions:ended";
    private static final String STATE = "parley:session:";
    private static final String ENDED = "ended";
    private static final long PATIENCE_MILLIS = 1000;
    private static final Duration RETRY = Duration.ofMillis(200);

    private final Sockets sockets;
    private final NodeBus bus;
    private final RedisBus redis;

    SessionEnds(Sockets sockets, NodeBus bus, RedisBus redis) {
        this.sockets = sockets;
        this.bus = bus;
        this.redis = redis;
        var _ = bus.subscribe(TOPIC,
                sessionId -> sockets.endSession(new String(sessionId, StandardCharsets.UTF_8)));
        bus.onReconnect(this::catchUp);
    }

    /** Until it is done, or Redis is away again: then it is done at its next return. */
    private void catchUp() {
        try {
            while (bus.connected() && !endSessionsThatEnded()) {
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when Redis did not answer. */
    private boolean endSessionsThatEnded() throws InterruptedException {
        String[] keys = sockets.sessions().stream().map(session -> STATE + session).toArray(String[]::new);
        StatefulRedisConnection<String, byte[]> connection = redis.commands();
        if (connection == null) {
            return false;
        }
        try {
            List<KeyValue<String, byte[]>> states = keys.length == 0
                    ? List.of()
                    : connection.async().mget(keys).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            states.stream()
                    .filter(state -> state.hasValue()
                            && ENDED.equals(new String(state.getValue(), StandardCharsets.UTF_8)))
                    .forEach(state -> sockets.endSession(state.getKey().substring(STATE.length())));
            return true;
        } catch (ExecutionException | TimeoutException e) {
            log.warn("sessions that ended while Redis was away are not known yet: {}", e.toString());
            return false;
        }
    }
}
