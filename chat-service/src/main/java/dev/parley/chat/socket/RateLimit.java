package dev.parley.chat.socket;

import java.util.function.LongSupplier;

/** A token bucket. Used by one thread. */
final class RateLimit {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private double tokens;
    private long refilled;

    /** Starts full. */
    RateLimit(int perSecond, int burst, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.tokens = burst;
        this.refilled = nanoTime.getAsLong();
    }

    enum Verdict {
        ALLOWED, REFUSED,
        /** Refusals alone, as many as a whole burst, have not slowed the sender down. */
        ABUSE
    }

    Verdict take() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - refilled) / NANOS_PER_SECOND * perSecond);
        refilled = now;
        tokens -= 1; // refused operations count too: going on at the same rate must not pay
        if (tokens >= 0) {
            return Verdict.ALLOWED;
        }
        return tokens >= -burst ? Verdict.REFUSED : Verdict.ABUSE;
    }
}
