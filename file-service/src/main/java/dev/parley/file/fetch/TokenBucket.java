package dev.parley.file.fetch;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A rate in bytes a second for all who take from it; a burst of a second's worth is let through. */
final class TokenBucket {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    /** Until when what was taken is paid for. */
    private long paidUntil;

    /** A bucket of this rate; 0 is without limit. */
    TokenBucket(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.paidUntil = nanoTime.getAsLong() - SECOND;
    }

    /** Takes so many bytes, and answers with the nanoseconds to wait before taking more. */
    synchronized long take(long bytes) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        long price = Math.round((double) bytes * SECOND / bytesPerSecond);
        paidUntil = Math.max(paidUntil, now - SECOND) + price;
        return Math.max(0, paidUntil - now);
    }
}
