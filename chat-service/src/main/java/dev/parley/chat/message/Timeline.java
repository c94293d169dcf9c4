package dev.parley.chat.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.platform.store.UtcColumn;

/**
 * Where a channel's stream begins and ends, and where in it a moment lies. Reads the primary, always: only what is known to exist can be
 * read from elsewhere and be seen to be complete. Methods block, and throw as {@link MessageLog} does.
 */
@Component
class Timeline {

    /** Index: primary key. */
    static final String BOUNDS = "SELECT first_version, last_version, last_recall FROM channels WHERE id = :channel";

    /** Index: message_ids_by_version, one look-up for each version. */
    static final String TIMES = """
        SELECT version, created_at FROM message_ids WHERE channel_id = :channel AND version IN (:versions)""";

    private static final int PROBES = 15;

    private final JdbcClient jdbc;

    Timeline(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The versions that a channel has: {@code first} to {@code last}.
     *
     * @param first 1, or more when older ones were dropped; {@code last + 1} when there is nothing
     * @param lastRecall the version of the newest recall; 0: none
     */
    record Bounds(long first, long last, long lastRecall) {

        /** Those of a channel in which nothing was recalled. */
        Bounds(long first, long last) {
            this(first, last, 0);
        }

        /** Whether the stream's beginning was dropped. */
        boolean beginningDropped() {
            return first > 1;
        }
    }

    Bounds bounds(long channelId) {
        return jdbc.sql(BOUNDS).param("channel", channelId)
                .query((row, n) -> new Bounds(row.getLong(1), row.getLong(2), row.getLong(3)))
                .optional()
                .orElse(new Bounds(1, 0));
    }

    /**
     * The version of the first entry that was written at that time or later; {@code last + 1} when there is none. Each step asks for the
     * times of some versions at once and leaves a sixteenth: a million entries take five.
     */
    long firstAt(long channelId, Bounds bounds, Instant time) {
        long low = bounds.first(); // everything before it is earlier
        long high = bounds.last() + 1; // it and everything after it are not
        while (low < high) {
            Optional<List<Entry>> probed = probe(channelId, low, high);
            if (probed.isEmpty()) {
                return high;
            }
            for (Entry entry : probed.get()) {
                if (entry.createdAt().isBefore(time)) {
                    low = Math.max(low, entry.version() + 1);
                } else {
                    high = Math.min(high, entry.version());
                }
            }
        }
        return high;
    }

    private record Entry(long version, Instant createdAt) {}

    /** Some entries spread evenly over {@code low <= version < high}; empty when the store has none of them. */
    private Optional<List<Entry>> probe(long channelId, long low, long high) {
        List<Long> versions = LongStream.rangeClosed(1, PROBES)
                .map(i -> low + (high - low) * i / (PROBES + 1))
                .distinct()
                .boxed()
                .toList();
        List<Entry> entries = jdbc.sql(TIMES).param("channel", channelId).param("versions", versions)
                .query((row, n) -> new Entry(row.getLong(1), UtcColumn.read(row, "created_at")))
                .list();
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
    }
}
