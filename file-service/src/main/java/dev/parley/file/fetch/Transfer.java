package dev.parley.file.fetch;

import java.time.Duration;
import java.util.function.LongSupplier;

/** One attempt at a job while it goes on: what others need to know of it, and how they end it. */
final class Transfer {

    /** An attempt that brings less than this has not got on. */
    private static final long GETTING_ON = 1024 * 1024;

    private final FetchLeases.Claim claim;
    private final StopSignal signal = new StopSignal();
    private final Fence fence;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private volatile long startedFrom;
    private volatile long received;

    /** An attempt with a lease that was asked for at this time. */
    Transfer(FetchLeases.Claim claim, Duration lease, long askedAt, LongSupplier nanoTime) {
        this.claim = claim;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.fence = new Fence(lease, askedAt, nanoTime);
    }

    FetchLeases.Claim claim() {
        return claim;
    }

    StopSignal signal() {
        return signal;
    }

    Fence fence() {
        return fence;
    }

    /** The bytes up to here were there before. */
    void beginAt(long offset) {
        startedFrom = offset;
        received = offset;
    }

    void reached(long offset) {
        received = offset;
    }

    long received() {
        return received;
    }

    /** How long the job has run in all its attempts. */
    Duration ran() {
        return claim.ran().plusNanos(nanoTime.getAsLong() - startedAt);
    }

    /** Failures in a row if this attempt fails. Only who resumes gets on: who starts anew each time would never come to an end. */
    int failures() {
        boolean gotOn = startedFrom > 0 && received - startedFrom >= GETTING_ON;
        return gotOn ? 1 : claim.failures() + 1;
    }
}
