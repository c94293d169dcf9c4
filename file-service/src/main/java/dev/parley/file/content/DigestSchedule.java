package dev.parley.file.content;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How digests are asked for.
 *
 * @param algorithms which ones; SHA-256 is always among them
 * @param patience an answer that has not come after this is asked for again
 * @param attempts how many failed computations are enough
 * @param firstRetry the pause after the first failure; it doubles with each further one
 */
@ConfigurationProperties(prefix = "parley.digests", ignoreUnknownFields = false)
public record DigestSchedule(@DefaultValue({
    "sha-256", "sha-1", "md5", "crc32"}) List<String> algorithms,
        @DefaultValue("1h") Duration patience, @DefaultValue("8") int attempts,
        @DefaultValue("5s") Duration firstRetry) {

    /** The digest that is the identity of a content. */
    public static final String IDENTITY = "sha-256";

    public DigestSchedule {
        algorithms = List.copyOf(algorithms);
        if (!algorithms.contains(IDENTITY)) {
            throw new IllegalArgumentException("parley.digests.algorithms must have " + IDENTITY);
        }
        if (!patience.isPositive() || !firstRetry.isPositive() || attempts < 1) {
            throw new IllegalArgumentException("parley.digests.patience, first-retry and attempts must be positive");
        }
    }

    /** The pause after the given number of failures. */
    public Duration pauseAfter(int failures) {
        return firstRetry.multipliedBy(1L << Math.min(failures - 1, 10));
    }
}
