package dev.parley.file.fetch;

import java.time.Duration;

/** How fast bytes come: a mean in which the last seconds weigh most. For one thread. */
final class TransferSpeed {

    private static final double SECONDS = 5;

    private double bytesPerSecond;
    private boolean begun;

    /** Takes what came in a time, and answers with the speed in bytes a second. */
    long add(long bytes, Duration time) {
        double seconds = time.toNanos() / 1e9;
        if (seconds > 0) {
            double now = bytes / seconds;
            double weight = begun ? 1 - Math.exp(-seconds / SECONDS) : 1;
            bytesPerSecond += weight * (now - bytesPerSecond);
            begun = true;
        }
        return Math.round(bytesPerSecond);
    }
}
