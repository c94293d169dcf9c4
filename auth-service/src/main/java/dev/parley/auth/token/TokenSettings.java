package dev.parley.auth.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is signed is good for.
 *
 * @param accessLifetime of an access token
 * @param keyRefresh how often the signing keys are read again, and how long others may keep the published ones
 * @param keyLifetime how old a signing key gets before its successor is made
 * @param keyPrepublish how long a new key is published before it signs
 */
@ConfigurationProperties(prefix = "parley.auth.token", ignoreUnknownFields = false)
public record TokenSettings(
        @DefaultValue("15m") Duration accessLifetime,
        @DefaultValue("5m") Duration keyRefresh,
        @DefaultValue("30d") Duration keyLifetime,
        @DefaultValue("1h") Duration keyPrepublish) {

    public TokenSettings {
        require(accessLifetime, Duration.ofSeconds(1), Duration.ofHours(1), "access-lifetime must be 1s to 1h");
        require(keyRefresh, Duration.ofSeconds(1), Duration.ofHours(1), "key-refresh must be 1s to 1h");
        require(keyPrepublish, keyRefresh.multipliedBy(2), Duration.ofDays(7),
                "key-prepublish must be at least twice key-refresh (for the instances, and for who keeps what they "
                        + "publish) and at most 7d");
        require(keyLifetime, max(Duration.ofHours(1), keyPrepublish.multipliedBy(2)), Duration.ofDays(366),
                "key-lifetime must be at least 1h, at least twice key-prepublish, and at most 366d");
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static void require(Duration value, Duration least, Duration most, String message) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("parley.auth.token: " + message);
        }
    }
}
