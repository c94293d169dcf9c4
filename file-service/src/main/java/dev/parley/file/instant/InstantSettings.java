package dev.parley.file.instant;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How possession is proved.
 *
 * @param challengeLifetime how long a challenge may be answered
 */
@ConfigurationProperties(prefix = "parley.instant", ignoreUnknownFields = false)
record InstantSettings(@DefaultValue("60s") Duration challengeLifetime) {

    InstantSettings {
        if (!challengeLifetime.isPositive()) {
            throw new IllegalArgumentException("parley.instant.challenge-lifetime must be positive");
        }
    }
}
