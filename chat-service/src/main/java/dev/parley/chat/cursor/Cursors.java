package dev.parley.chat.cursor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cursors in the store. They never go back, whoever moves them from wherever, and never past the end of the channel. Methods block, and
 * throw as JDBC does.
 */
@Component
class Cursors {

    /** Index: primary key. */
    static final String UPDATE = """
        UPDATE subscriptions SET read_version = GREATEST(read_version, ?), read_ordinal = GREATEST(read_ordinal, ?),
          delivered_version = GREATEST(delivered_version, ?)
        WHERE channel_id = ? AND user_id = ?""";

    /** Index: primary keys. How many messages a channel had before a version that it begins with now. */
    static final String COUNT_BEFORE = """
        SELECT COALESCE((SELECT m.ordinal - (m.kind = 1) FROM messages m WHERE m.channel_id = :channel AND m.version = :version),
          c.message_count) FROM channels c WHERE c.id = :channel""";

    /** Index: primary key. */
    static final String PASS_OVER = """
        UPDATE subscriptions SET read_version = :last, read_ordinal = GREATEST(read_ordinal, :ordinal),
          delivered_version = GREATEST(delivered_version, :last)
        WHERE channel_id = :channel AND read_version < :last LIMIT :limit""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;

    Cursors(JdbcClient jdbc, JdbcTemplate batches, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** Whose cursors in which channel. */
    record Key(long channelId, long userId) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            return Comparator.comparingLong(Key::channelId).thenComparingLong(Key::userId).compare(this, other);
        }
    }

    /** Versions up to which something was read and delivered. Reading implies delivery. */
    record Position(long read, long delivered) {

        Position {
            delivered = Math.max(read, delivered);
        }

        Position max(Position other) {
            return new Position(Math.max(read, other.read), Math.max(delivered, other.delivered));
        }

        private Position atMost(long version) {
            return new Position(Math.min(read, version), Math.min(delivered, version));
        }
    }

    /**
     * Where the cursors are now.
     *
     * @param changed whether they were moved
     * @param memberCount how many subscribe to the channel
     */
    record Moved(Position position, boolean changed, int memberCount) {}

    private record Row(Key key, Position before, Position after, long lastVersion, long messageCount,
            int memberCount) {

        boolean moves() {
            return !after.equals(before);
        }
    }

    /**
     * Moves cursors, all in one transaction. What lies beyond the end of the channel means its end.
     *
     * @return by those keys that are subscriptions
     */
    Map<Key, Moved> move(Map<Key, Position> wanted) {
        return Objects.requireNonNull(transaction.execute(status -> {
            List<Row> rows = rows(wanted);
            List<Row> moving = rows.stream()
                    .filter(Row::moves)
                    .sorted(Comparator.comparing(Row::key)) // writers of messages lock these rows in the same order
                    .toList();
            if (!moving.isEmpty()) {
                Map<Key, Long> ordinals = ordinals(moving);
                batches.batchUpdate(UPDATE, moving.stream()
                        .map(row -> new Object[]{row.after().read(), ordinals.getOrDefault(row.key(), 0L),
                            row.after().delivered(), row.key().channelId(), row.key().userId()})
                        .toList());
            }
            return rows.stream().collect(Collectors.toMap(Row::key,
                    row -> new Moved(row.after(), row.moves(), row.memberCount())));
        }));
    }

    private List<Row> rows(Map<Key, Position> wanted) {
        List<Object> parameters = new ArrayList<>(2 * wanted.size());
        wanted.keySet().forEach(key -> Collections.addAll(parameters, key.channelId(), key.userId()));
        return jdbc.sql(rowsSql(wanted.size())).params(parameters).query((row, n) -> {
            Key key = new Key(row.getLong(1), row.getLong(2));
            Position before = new Position(row.getLong(3), row.getLong(4));
            long last = row.getLong(5);
            Position after = before.max(Objects.requireNonNull(wanted.get(key)).atMost(last));
            return new Row(key, before, after, last, row.getLong(6), row.getInt(7));
        }).list();
    }

    /** Index: primary key of subscriptions, one look-up for each, then of channels. */
    static String rowsSql(int keys) {
        return """
            SELECT s.channel_id, s.user_id, s.read_version, s.delivered_version, c.last_version, c.message_count,
              c.member_count
            FROM subscriptions s JOIN channels c ON c.id = s.channel_id
            WHERE """ + String.join(" OR ", Collections.nCopies(keys, "(s.channel_id = ? AND s.user_id = ?)"));
    }

    /** How many messages there are up to where each has read. At the end of a channel, where most are, its own row says so. */
    private Map<Key, Long> ordinals(List<Row> moving) {
        Map<Key, Long> ordinals = new HashMap<>();
        Map<Entry, List<Key>> within = new HashMap<>();
        for (Row row : moving) {
            if (row.after().read() == row.lastVersion()) {
                ordinals.put(row.key(), row.messageCount());
            } else if (row.after().read() > row.before().read()) {
                within.computeIfAbsent(new Entry(row.key().channelId(), row.after().read()), e -> new ArrayList<>())
                        .add(row.key());
            }
        }
        if (!within.isEmpty()) {
            List<Object> parameters = new ArrayList<>(2 * within.size());
            within.keySet().forEach(entry -> Collections.addAll(parameters, entry.channelId(), entry.version()));
            jdbc.sql(ordinalsSql(within.size())).params(parameters).query(row -> {
                long ordinal = row.getLong(3);
                within.getOrDefault(new Entry(row.getLong(1), row.getLong(2)), List.of())
                        .forEach(reader -> ordinals.put(reader, ordinal));
            });
        }
        return ordinals;
    }

    private record Entry(long channelId, long version) {}

    /** Index: primary key, one look-up for each in every month. */
    static String ordinalsSql(int entries) {
        return "SELECT channel_id, version, ordinal FROM messages WHERE "
                + String.join(" OR ", Collections.nCopies(entries, "(channel_id = ? AND version = ?)"));
    }

    /** Moves some cursors that lie before a channel's first version to just before it: what is gone is not unread. */
    int passOver(long channelId, long firstVersion, int limit) {
        Optional<Long> ordinal = jdbc.sql(COUNT_BEFORE).param("channel", channelId).param("version", firstVersion)
                .query((row, n) -> row.getLong(1)).optional();
        return ordinal.isEmpty()
                ? 0
                : jdbc.sql(PASS_OVER).param("channel", channelId).param("last", firstVersion - 1)
                        .param("ordinal", ordinal.get()).param("limit", limit).update();
    }
}
