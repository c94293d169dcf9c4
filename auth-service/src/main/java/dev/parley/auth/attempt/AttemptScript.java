package dev.parley.auth.attempt;

import java.time.Duration;
import java.util.List;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.stereotype.Component;

/**
 * The script {@code attempts.lua}, which holds the whole rule; it runs in Redis, by Redis' clock, one at a time. Throws
 * Spring's data access exceptions while Redis is away.
 */
@Component
class AttemptScript {

    /** How long an attempt has to wait; both zero: it may go on, and is counted. */
    record Waits(Duration account, Duration address) {

        boolean none() {
            return account.isZero() && address.isZero();
        }

        Duration longer() {
            return account.compareTo(address) >= 0 ? account : address;
        }
    }

    @SuppressWarnings("rawtypes") // a script's result type is a class
    private static final DefaultRedisScript<List> SCRIPT = new DefaultRedisScript<>();

    static {
        SCRIPT.setLocation(new ClassPathResource("attempts.lua", AttemptScript.class));
        SCRIPT.setResultType(List.class);
    }

    private final StringRedisTemplate redis;
    private final AttemptSettings settings;

    AttemptScript(StringRedisTemplate redis, AttemptSettings settings) {
        this.redis = redis;
        this.settings = settings;
    }

    /** Counts an attempt, unless it has to wait. */
    Waits begin(AttemptKeys keys) {
        List<?> waits = run("begin", keys);
        return new Waits(milliseconds(waits.get(0)), milliseconds(waits.get(1)));
    }

    /** The attempt proved the password: forgets the account's counter, and makes its address known. */
    void succeeded(AttemptKeys keys) {
        run("succeeded", keys);
    }

    /** The attempt came to no answer: it counts no more. */
    void withdrawn(AttemptKeys keys) {
        run("withdrawn", keys);
    }

    private List<?> run(String operation, AttemptKeys keys) {
        AttemptSettings.Delays account = settings.account();
        AttemptSettings.Delays address = settings.address();
        List<?> result = redis.execute(SCRIPT, keys.inOrder(), operation,
                Integer.toString(account.free()), milliseconds(account.first()), milliseconds(account.longest()),
                Integer.toString(address.free()), milliseconds(address.first()), milliseconds(address.longest()),
                milliseconds(settings.forgetAfter()), milliseconds(settings.knownAddressFor()));
        if (result == null || result.size() != 2) {
            throw new IllegalStateException("attempts.lua answers with two numbers, not " + result);
        }
        return result;
    }

    private static String milliseconds(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static Duration milliseconds(Object number) {
        return Duration.ofMillis(((Number) number).longValue());
    }
}
