package dev.parley.file.processing;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How work from the queues is repeated.
 *
 * @param attempts how often one delivery is tried before it is parked, or put back when another part is away
 * @param firstPause the pause after the first failed attempt; it doubles with each further one
 * @param awayPause the pause before a message is put back because another part is away
 * @param retryEvery how often contents are looked through for missing digests
 */
@ConfigurationProperties(prefix = "parley.processing", ignoreUnknownFields = false)
record ProcessingSettings(@DefaultValue("5") int attempts, @DefaultValue("100ms") Duration firstPause,
        @DefaultValue("3s") Duration awayPause,
        @DefaultValue("5s") Duration retryEvery) {

    ProcessingSettings {
        if (attempts < 1 || !firstPause.isPositive() || !awayPause.isPositive() || !retryEvery.isPositive()) {
            throw new IllegalArgumentException("parley.processing.attempts and its durations must be positive");
        }
    }
}
