package dev.parley.auth.session;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

import dev.parley.auth.token.TokenSettings;
import dev.parley.platform.id.Ids;

/**
 * Tells the gateways and chat nodes through Redis what became of sessions. Call it after the commit. The database is the
 * truth, Redis a shortcut: when it is away this only counts and logs, and those who look find nothing there and ask the
 * session check.
 *
 * <p>{@code parley:session:<sid>} is {@code active} for a minute after a check, or {@code ended} until the last access token
 * of the session has expired; each end is published once on {@code parley:sessions:ended}, with the session id as payload.
 */
@Component
class SessionSignals {

    static final String KEY_PREFIX = "parley:session:";
    static final String ENDED_CHANNEL = "parley:sessions:ended";
    static final String ACTIVE = "active";
    static final String ENDED = "ended";

    private static final Duration ACTIVE_FOR = Duration.ofMinutes(1);
    /** For clocks that differ, and tokens that were being signed while their session ended. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(SessionSignals.class);

    private final StringRedisTemplate redis;
    private final Duration endedFor;
    private final Counter failures;

    SessionSignals(StringRedisTemplate redis, TokenSettings tokens, MeterRegistry meters) {
        this.redis = redis;
        this.endedFor = tokens.accessLifetime().plus(MARGIN);
        this.failures = Counter.builder("parley.auth.session.signals.failed")
                .description("sessions whose opening or end could not be told through Redis")
                .register(meters);
    }

    /** The session stood a moment ago. Never overwrites an end, which may have come in between. */
    void stands(long sessionId) {
        String sid = Ids.format(sessionId);
        attempt(List.of(sid), () -> redis.opsForValue().setIfAbsent(KEY_PREFIX + sid, ACTIVE, ACTIVE_FOR));
    }

    /** The sessions have ended. */
    void ended(Collection<Long> sessionIds) {
        List<String> sids = sessionIds.stream().map(Ids::format).toList();
        attempt(sids, () -> sids.forEach(sid -> {
            redis.opsForValue().set(KEY_PREFIX + sid, ENDED, endedFor); // first, for whoever looks when told
            redis.convertAndSend(ENDED_CHANNEL, sid);
        }));
    }

    private void attempt(List<String> sids, Runnable signal) {
        try {
            signal.run();
        } catch (DataAccessException e) {
            failures.increment();
            log.warn("Redis was not told about sessions {}: {}", sids, e.getMessage());
        }
    }
}
