package dev.parley.platform.outbox;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How what must be told to others is repeated.
 *
 * @param retryEvery how often the outbox is looked through for events that could not be delivered
 * @param batchSize how many of them are delivered at once
 */
@ConfigurationProperties(prefix = "parley.outbox", ignoreUnknownFields = false)
public record OutboxSettings(@DefaultValue("5s") Duration retryEvery, @DefaultValue("500") int batchSize) {

    public OutboxSettings {
        if (!retryEvery.isPositive() || retryEvery.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("parley.outbox.retry-every must be above 0 and at most 1h");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("parley.outbox.batch-size must be at least 1");
        }
    }
}
