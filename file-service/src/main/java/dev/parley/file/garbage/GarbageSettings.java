package dev.parley.file.garbage;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How garbage is collected.
 *
 * @param every the pause between two runs
 * @param firstAfter the pause before the first run of a node
 * @param batch how many things are looked at in one step
 * @param mostPerRun how many things of each kind are looked at in one run; the next run goes on from there
 * @param longestRun when a run ends, at the next step
 * @param grace staged files that were written to more recently are left alone; longer than the time between making a staged file and
 *         committing its row
 * @param dryRun only count what would be removed
 */
@ConfigurationProperties(prefix = "parley.garbage", ignoreUnknownFields = false)
record GarbageSettings(@DefaultValue("10m") Duration every, @DefaultValue("5m") Duration firstAfter,
        @DefaultValue("500") int batch, @DefaultValue("100000") int mostPerRun,
        @DefaultValue("10m") Duration longestRun, @DefaultValue("6h") Duration grace,
        @DefaultValue("false") boolean dryRun) {

    private static final int LARGEST_BATCH = 1_000;
    /** The lock of the job is held so long at most; see {@link GarbageJob}. */
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration SHORTEST_GRACE = Duration.ofMinutes(10);

    GarbageSettings {
        if (!every.isPositive() || firstAfter.isNegative()) {
            throw new IllegalArgumentException("parley.garbage.every and first-after must be positive");
        }
        if (batch < 1 || batch > LARGEST_BATCH || mostPerRun < batch) {
            throw new IllegalArgumentException("parley.garbage.batch must be 1 to " + LARGEST_BATCH
                    + ", most-per-run no less than that");
        }
        if (!longestRun.isPositive() || longestRun.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("parley.garbage.longest-run must be at most " + LONGEST);
        }
        if (grace.compareTo(SHORTEST_GRACE) < 0) {
            throw new IllegalArgumentException("parley.garbage.grace must be at least " + SHORTEST_GRACE);
        }
    }
}
