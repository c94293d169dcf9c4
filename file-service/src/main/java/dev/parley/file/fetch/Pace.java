package dev.parley.file.fetch;

import java.time.Duration;

/**
 * Notices a server that keeps a connection with a few bytes now and then. Only time in which it was waited for counts, not what we spend
 * writing or holding back ourselves. For one thread.
 */
final class Pace {

    private final long window;
    private final long leastBytes;
    private long waited;
    private long bytes;

    /** At least so many bytes a second, looked at over this time. */
    Pace(long minSpeed, Duration window) {
        this.window = window.toNanos();
        this.leastBytes = Math.round(minSpeed * (window.toNanos() / 1e9));
    }

    /** Takes a piece that came after so many nanoseconds; false when it has been too slow. */
    boolean add(long piece, long nanos) {
        waited += nanos;
        bytes += piece;
        if (waited < window) {
            return true;
        }
        boolean fine = bytes >= leastBytes;
        waited = 0;
        bytes = 0;
        return fine;
    }
}
