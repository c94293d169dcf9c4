package dev.parley.auth.session;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many sessions a person has, and how long they last.
 *
 * @param maxSessionsPerUser the newest so many stand, a login beyond ends the oldest; at 1 a new login ends the old one
 * @param refreshLifetime how long a session stands unused: each refresh begins it anew
 * @param refreshGrace how long a refresh token that was used may be sent again, for a lost answer
 */
@ConfigurationProperties(prefix = "parley.auth.session", ignoreUnknownFields = false)
record SessionSettings(
        @DefaultValue("5") int maxSessionsPerUser,
        @DefaultValue("30d") Duration refreshLifetime,
        @DefaultValue("10s") Duration refreshGrace) {

    SessionSettings {
        require(maxSessionsPerUser >= 1 && maxSessionsPerUser <= 1000, "max-sessions-per-user must be 1 to 1000");
        require(refreshLifetime.compareTo(Duration.ofMinutes(1)) >= 0
                && refreshLifetime.compareTo(Duration.ofDays(366)) <= 0, "refresh-lifetime must be 1m to 366d");
        require(!refreshGrace.isNegative() && refreshGrace.compareTo(Duration.ofMinutes(1)) <= 0,
                "refresh-grace must be 0 to 1m");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("parley.auth.session: " + message);
        }
    }
}
