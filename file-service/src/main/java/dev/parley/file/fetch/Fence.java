package dev.parley.file.fetch;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Until when this node may write for a job: for as long as its lease lasts, counted from before it was asked for. A node that stalls,
 * or cannot reach the database, finds its time over before another one can have the job.
 */
final class Fence {

    private final LongSupplier nanoTime;
    private final long length;
    private volatile long until;

    /** A lease that was asked for at this time of {@code nanoTime}. */
    Fence(Duration lease, long askedAt, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.length = lease.toNanos();
        extend(askedAt);
    }

    /** The lease was renewed; it had been asked for at this time. */
    void extend(long askedAt) {
        until = askedAt + length;
    }

    boolean isOver() {
        return nanoTime.getAsLong() - until >= 0;
    }

    void check() throws StopSignal.StoppedException {
        if (isOver()) {
            throw new StopSignal.StoppedException(StopSignal.Reason.LEASE_LOST);
        }
    }
}
