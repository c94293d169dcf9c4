package dev.parley.chat.settings;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How far people have read.
 *
 * @param shareUpTo in channels of at most so many members the others see how far somebody has read
 * @param writeInterval how long a node gathers cursors before it writes them; the answer waits as long
 * @param batchSize most cursors in one transaction
 */
public record CursorSettings(@DefaultValue("100") int shareUpTo, @DefaultValue("200ms") Duration writeInterval,
        @DefaultValue("500") int batchSize) {

    public CursorSettings {
        Checks.that(shareUpTo >= 0 && shareUpTo <= 10_000, "parley.chat.cursors.share-up-to", "must be 0 to 10000");
        Checks.that(!writeInterval.isNegative() && writeInterval.compareTo(Duration.ofSeconds(5)) <= 0,
                "parley.chat.cursors.write-interval", "must be 0 to 5 s");
        Checks.that(batchSize >= 1 && batchSize <= 5000, "parley.chat.cursors.batch-size", "must be 1 to 5000");
    }
}
