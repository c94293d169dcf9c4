package dev.parley.file.instant;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How possession is proved, and how much one person may ask.
 *
 * @param challengeLifetime how long a challenge may be answered
 * @param smallest smaller contents are never known: few bytes are sooner guessed than sent
 * @param offersPerMinute how many offers a person may make
 * @param proofsPerMinute how many proofs a person may send; each reads up to eight ranges
 * @param mostOpen how many challenges a person may have open
 */
@ConfigurationProperties(prefix = "parley.instant", ignoreUnknownFields = false)
record InstantSettings(@DefaultValue("60s") Duration challengeLifetime, @DefaultValue("1KB") DataSize smallest,
        @DefaultValue("300") int offersPerMinute, @DefaultValue("120") int proofsPerMinute,
        @DefaultValue("100") int mostOpen) {

    InstantSettings {
        if (!challengeLifetime.isPositive()) {
            throw new IllegalArgumentException("parley.instant.challenge-lifetime must be positive");
        }
        if (smallest.isNegative()) {
            throw new IllegalArgumentException("parley.instant.smallest must not be negative");
        }
        if (offersPerMinute < 1 || proofsPerMinute < 1 || mostOpen < 1) {
            throw new IllegalArgumentException(
                    "parley.instant.offers-per-minute, proofs-per-minute and most-open must be positive");
        }
    }
}
