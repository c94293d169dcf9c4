package dev.parley.file.share;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How links are opened.
 *
 * @param unlockedFor how long a link with a password stays open to a person who knew it
 * @param passwordTries how many passwords a person may try at a link within {@code triedWithin}
 * @param linkTries how many passwords all people together may try at a link within {@code triedWithin}
 * @param triedWithin see above
 * @param downloadLasts how long all that a person fetches through a link is one download
 * @param membersKnownFor how long it is remembered that somebody belongs to a channel; at most 10 seconds
 * @param visitsKept how long it is told who opened what
 */
@ConfigurationProperties(prefix = "parley.shares", ignoreUnknownFields = false)
record ShareSettings(@DefaultValue("1h") Duration unlockedFor, @DefaultValue("10") int passwordTries,
        @DefaultValue("200") int linkTries, @DefaultValue("10m") Duration triedWithin,
        @DefaultValue("24h") Duration downloadLasts, @DefaultValue("3s") Duration membersKnownFor,
        @DefaultValue("90d") Duration visitsKept) {

    private static final Duration LONGEST_MEMORY = Duration.ofSeconds(10);

    ShareSettings {
        if (!unlockedFor.isPositive() || !triedWithin.isPositive() || !downloadLasts.isPositive()
                || !visitsKept.isPositive()) {
            throw new IllegalArgumentException(
                    "parley.shares.unlocked-for, tried-within, download-lasts and visits-kept must be positive");
        }
        if (passwordTries < 1 || linkTries < passwordTries) {
            throw new IllegalArgumentException(
                    "parley.shares.password-tries must be positive, and link-tries not smaller");
        }
        if (membersKnownFor.isNegative() || membersKnownFor.compareTo(LONGEST_MEMORY) > 0) {
            throw new IllegalArgumentException("parley.shares.members-known-for must be 0 to 10 seconds");
        }
    }
}
