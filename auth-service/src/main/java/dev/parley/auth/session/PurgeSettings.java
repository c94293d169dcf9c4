package dev.parley.auth.session;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How expired sessions are removed.
 *
 * @param every the pause between two purges
 * @param batchSize how many rows one transaction removes at most
 */
@ConfigurationProperties(prefix = "parley.auth.purge", ignoreUnknownFields = false)
record PurgeSettings(@DefaultValue("10m") Duration every, @DefaultValue("500") int batchSize) {

    PurgeSettings {
        require(every.isPositive() && every.compareTo(Duration.ofDays(1)) <= 0, "every must be above 0 and at most 1d");
        require(batchSize >= 1 && batchSize <= 10_000, "batch-size must be 1 to 10000");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("parley.auth.purge: " + message);
        }
    }
}
