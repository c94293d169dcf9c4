package dev.parley.auth.account;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How what must be told to other services is repeated.
 *
 * @param retryEvery how often the outbox is looked through for events that could not be delivered
 */
@ConfigurationProperties(prefix = "parley.auth.outbox", ignoreUnknownFields = false)
record OutboxSettings(@DefaultValue("5s") Duration retryEvery) {

    OutboxSettings {
        if (!retryEvery.isPositive() || retryEvery.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("parley.auth.outbox: retry-every must be above 0 and at most 1h");
        }
    }
}
