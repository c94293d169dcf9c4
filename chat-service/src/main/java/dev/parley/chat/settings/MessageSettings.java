package dev.parley.chat.settings;

import java.time.Duration;
import java.time.Period;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The way of a message to the store.
 *
 * @param partitions number of queues; the same on every node, and changed only while the queues are empty, or the order within
 *        a channel could suffer
 * @param batchSize most messages in one transaction of a partition's writer
 * @param batchWait how long a writer waits for company before it writes a batch that is not full; 0 writes what is there
 * @param prefetch most messages that the broker hands to a writer ahead of its acknowledgements
 * @param maxTextSize most bytes of a text in UTF-8
 * @param maxEntrySize most bytes of a message in the queue, where its sealed body stands in base64; larger ones are parked
 * @param recallWindow how long after sending a text its sender may recall it; 0: never
 * @param confirmTimeout after this without the broker's confirm the sender is told to try again
 * @param ackLookupAfter after this without a push of the version it is looked up in the store
 * @param sendTimeout after this the sender is told that the outcome is not known
 * @param maxPending most messages of this node's sockets that may wait for their version
 * @param retryBackoff longest pause of a writer between attempts while the store is away
 * @param monthsAhead how many months of partitions are made in advance
 * @param retention how long messages are kept: months that are wholly older are dropped; 0 for ever
 */
public record MessageSettings(@DefaultValue("8") int partitions, @DefaultValue("256") int batchSize,
        @DefaultValue("0ms") Duration batchWait, @DefaultValue("512") int prefetch,
        @DefaultValue("16KB") DataSize maxTextSize, @DefaultValue("1MB") DataSize maxEntrySize,
        @DefaultValue("24h") Duration recallWindow, @DefaultValue("5s") Duration confirmTimeout,
        @DefaultValue("1s") Duration ackLookupAfter, @DefaultValue("30s") Duration sendTimeout,
        @DefaultValue("50000") int maxPending, @DefaultValue("2s") Duration retryBackoff,
        @DefaultValue("3") int monthsAhead, @DefaultValue("0d") Period retention) {

    /** A character may take six bytes in JSON, and all of it a third more in base64. */
    private static final int LARGEST_EXPANSION = 8;
    /** What an entry has beside its text: attachments, mentions, the envelope. */
    private static final int BESIDE_TEXT = 128 * 1024;
    /** So that even a body of bytes that all need escaping stays below MariaDB's default max_allowed_packet, 16 MiB. */
    private static final int LARGEST_ENTRY = 9 << 20;

    public MessageSettings {
        Checks.that(partitions >= 1 && partitions <= 1024, "parley.chat.messages.partitions", "must be 1 to 1024");
        Checks.that(batchSize >= 1 && batchSize <= 10_000, "parley.chat.messages.batch-size", "must be 1 to 10000");
        Checks.that(!batchWait.isNegative() && batchWait.compareTo(Duration.ofSeconds(1)) <= 0,
                "parley.chat.messages.batch-wait", "must be 0 to 1 s");
        Checks.that(prefetch >= batchSize && prefetch <= 65_535, "parley.chat.messages.prefetch",
                "must be at least batch-size and at most 65535");
        Checks.that(maxTextSize.toBytes() >= 1 && maxTextSize.toBytes() <= 1 << 20,
                "parley.chat.messages.max-text-size", "must be 1 B to 1 MB");
        Checks.that(maxEntrySize.toBytes() >= LARGEST_EXPANSION * maxTextSize.toBytes() + BESIDE_TEXT
                && maxEntrySize.toBytes() <= LARGEST_ENTRY, "parley.chat.messages.max-entry-size",
                "must be at least 8 times max-text-size and 128 KB more, and at most 9 MB");
        Checks.that(!recallWindow.isNegative(), "parley.chat.messages.recall-window", "must be 0 or more");
        Checks.that(confirmTimeout.isPositive(), "parley.chat.messages.confirm-timeout", "must be more than 0");
        Checks.that(ackLookupAfter.isPositive(), "parley.chat.messages.ack-lookup-after", "must be more than 0");
        Checks.that(sendTimeout.compareTo(confirmTimeout) >= 0, "parley.chat.messages.send-timeout",
                "must be at least confirm-timeout");
        Checks.that(maxPending >= 1, "parley.chat.messages.max-pending", "must be at least 1");
        Checks.that(retryBackoff.isPositive(), "parley.chat.messages.retry-backoff", "must be more than 0");
        Checks.that(monthsAhead >= 1 && monthsAhead <= 24, "parley.chat.messages.months-ahead", "must be 1 to 24");
        Checks.that(retention.getYears() >= 0 && retention.getMonths() >= 0 && retention.getDays() >= 0,
                "parley.chat.messages.retention", "must be a period, 0 for ever");
    }
}
