package dev.parley.file.limit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/**
 * Limits how often a person does something, over all nodes. One key in Redis for each limit and person says when the next permit would
 * be free if all were taken evenly (the generic cell rate algorithm): up to {@code permits} may be taken at once, and they come back
 * evenly over the period. The clock is that of Redis, so that nodes need not agree on the time. A refused attempt takes nothing.
 *
 * <p>With Redis away nothing is limited: these limits keep one person from crowding out others, no right depends on them, and uploads
 * must go on without Redis. The counter {@code parley.file.limits} (by {@code name}, {@code outcome} refused or unlimited) shows both.
 */
@Component
public class RateLimits {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);

    /** KEYS[1]: the limit of a person. ARGV: microseconds for one permit, microseconds for all. Answers how long to wait, 0: taken. */
    private static final RedisScript<Long> TAKE = new DefaultRedisScript<>("""
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local taken_until = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
        local next = taken_until + tonumber(ARGV[1])
        local wait = next - now - tonumber(ARGV[2])
        if wait > 0 then
          return wait
        end
        redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
        return 0
        """, Long.class);

    private final StringRedisTemplate redis;
    private final MeterRegistry meters;
    private final AtomicBoolean away = new AtomicBoolean();

    RateLimits(StringRedisTemplate redis, MeterRegistry meters) {
        this.redis = redis;
        this.meters = meters;
    }

    /**
     * Takes a permit.
     *
     * @param name which limit; lower-case words with dashes, also a label of the counter
     * @param userId whose permit it is
     * @param permits how many there are in the period, at least 1
     * @param per the period, at least a microsecond a permit
     * @throws ProblemException 429 {@code too-many-requests} with {@code Retry-After} when none is left
     */
    public void require(String name, long userId, int permits, Duration per) {
        long period = TimeUnit.NANOSECONDS.toMicros(per.toNanos());
        if (permits < 1 || period < permits) {
            throw new IllegalArgumentException("not a rate: " + permits + " in " + per);
        }
        long wait = take("parley:limit:" + name + ":" + Ids.format(userId), name, period / permits, period);
        if (wait > 0) {
            count(name, "refused");
            throw new ProblemException(FileProblem.TOO_MANY_REQUESTS,
                    "at most " + permits + " in " + per.toSeconds() + " seconds").retryAfter(
                            Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(wait)));
        }
    }

    private long take(String key, String name, long interval, long period) {
        try {
            Long wait = redis.execute(TAKE, List.of(key), Long.toString(interval), Long.toString(period));
            if (away.compareAndSet(true, false)) {
                LOG.info("Redis is back: rate limits hold again");
            }
            return wait == null ? 0 : wait;
        } catch (DataAccessException unreachable) {
            if (away.compareAndSet(false, true)) {
                LOG.warn("nothing is rate limited while Redis is away: {}", unreachable.toString());
            }
            count(name, "unlimited");
            return 0;
        }
    }

    private void count(String name, String outcome) {
        meters.counter("parley.file.limits", "name", name, "outcome", outcome).increment();
    }
}
