package dev.parley.file.processing;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How work from the queues is repeated.
 *
 * @param attempts how often one delivery is tried before it is parked, or put back when another part is away
 * @param firstPause the pause after the first failed attempt; it doubles with each further one
 * @param awayPause the pause before a message is put back because another part is away
 * @param patience no further attempt at a delivery begins after so long; the broker waits 30 minutes for an acknowledgement
 * @param stepsFrom contents of this size and larger are stored in steps
 * @param stepLimit how long one step works, apart from the piece that it has begun
 * @param retryEvery how often contents are looked through for missing digests
 */
@ConfigurationProperties(prefix = "parley.processing", ignoreUnknownFields = false)
record ProcessingSettings(@DefaultValue("5") int attempts, @DefaultValue("100ms") Duration firstPause,
        @DefaultValue("3s") Duration awayPause, @DefaultValue("5m") Duration patience,
        @DefaultValue("64MB") DataSize stepsFrom, @DefaultValue("5m") Duration stepLimit,
        @DefaultValue("5s") Duration retryEvery) {

    /** With the time that one request to a blob store may take at most, this is well below the 30 minutes. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    ProcessingSettings {
        if (attempts < 1 || !firstPause.isPositive() || !awayPause.isPositive() || !retryEvery.isPositive()) {
            throw new IllegalArgumentException("parley.processing.attempts and its durations must be positive");
        }
        if (!stepLimit.isPositive() || stepLimit.compareTo(LONGEST) > 0 || !patience.isPositive()
                || patience.compareTo(LONGEST) > 0 || stepsFrom.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "parley.processing.step-limit, patience and steps-from must be positive, the first two at most 10m");
        }
    }
}
