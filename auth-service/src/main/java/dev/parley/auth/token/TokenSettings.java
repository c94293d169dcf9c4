package dev.parley.auth.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is signed is good for.
 *
 * @param accessLifetime of an access token
 * @param keyRefresh how often the signing keys are read again, and how long others may keep the published ones
 */
@ConfigurationProperties(prefix = "parley.auth.token", ignoreUnknownFields = false)
public record TokenSettings(
        @DefaultValue("15m") Duration accessLifetime,
        @DefaultValue("5m") Duration keyRefresh) {

    public TokenSettings {
        require(accessLifetime, Duration.ofSeconds(1), Duration.ofHours(1), "access-lifetime must be 1s to 1h");
        require(keyRefresh, Duration.ofSeconds(1), Duration.ofHours(1), "key-refresh must be 1s to 1h");
    }

    private static void require(Duration value, Duration least, Duration most, String message) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("parley.auth.token: " + message);
        }
    }
}
