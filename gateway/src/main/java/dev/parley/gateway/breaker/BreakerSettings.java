package dev.parley.gateway.breaker;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a circuit opens and for how long. The same for each route, for Redis and for the session check.
 *
 * @param window over how many of the latest calls failures are counted
 * @param minimumCalls how many calls there must be before a circuit can open
 * @param failurePercentage from which share of failed calls on it opens
 * @param openFor how long it then stays open
 * @param trialCalls how many calls are let through afterwards to see whether the service is back
 */
@ConfigurationProperties(prefix = "parley.gateway.breaker", ignoreUnknownFields = false)
record BreakerSettings(
        @DefaultValue("20") int window,
        @DefaultValue("10") int minimumCalls,
        @DefaultValue("50") int failurePercentage,
        @DefaultValue("2s") Duration openFor,
        @DefaultValue("3") int trialCalls) {

    BreakerSettings {
        require(window >= 1 && window <= 10_000, "window must be 1 to 10000");
        require(minimumCalls >= 1 && minimumCalls <= window, "minimum-calls must be 1 to window");
        require(failurePercentage >= 1 && failurePercentage <= 100, "failure-percentage must be 1 to 100");
        require(openFor.compareTo(Duration.ofMillis(10)) >= 0 && openFor.compareTo(Duration.ofMinutes(10)) <= 0,
                "open-for must be 10ms to 10m");
        require(trialCalls >= 1 && trialCalls <= 100, "trial-calls must be 1 to 100");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("parley.gateway.breaker." + rule);
        }
    }
}
