package dev.parley.chat.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.platform.store.UtcColumn;

/** The log in MariaDB. */
@Component
final class JdbcMessageLog implements MessageLog {

    /** Index: primary key, in each partition. */
    static final String REMOVE_MESSAGES = "DELETE FROM messages WHERE channel_id = :channel LIMIT :limit";

    /** Index: primary key. */
    static final String REMOVE_IDS = "DELETE FROM message_ids WHERE channel_id = :channel LIMIT :limit";

    /** Index: primary key. */
    static final String LAST_VERSIONS = """
        SELECT id, last_version FROM channels WHERE id IN (:channels)""";

    /** Index: primary key. */
    static final String OPEN = """
        SELECT id FROM channels WHERE id IN (:channels) AND NOT closed""";

    /** Index: primary key, as a range. */
    static final String READ = """
        SELECT channel_id, version, id, kind, target, sender_id, client_message_id, key_id, body, created_at
        FROM messages
        WHERE channel_id = :channel AND version > :after AND version <= :upTo
        ORDER BY version""";

    /** Index: primary key, one look-up for each version. */
    static final String READ_THESE = """
        SELECT channel_id, version, id, kind, target, sender_id, client_message_id, key_id, body, created_at
        FROM messages
        WHERE channel_id = :channel AND version IN (:versions)
        ORDER BY version""";

    /** Index: primary key. */
    static final String ERASED = """
        SELECT version FROM erased_messages WHERE channel_id = :channel AND version > :after AND version <= :upTo""";

    /** Index: primary key. */
    static final String LAST_RECALL = "SELECT last_recall FROM channels WHERE id = :channel";

    private static final RowMapper<Message> MESSAGE = (row, n) -> new Message(row.getLong("channel_id"),
            row.getLong("version"), row.getLong("id"), MessageKind.of(row.getInt("kind")),
            row.getLong("target"), row.getLong("sender_id"),
            row.getString("client_message_id"), new SealedBody(row.getString("key_id"), row.getBytes("body")),
            UtcColumn.read(row, "created_at"));

    private final JdbcClient jdbc;
    private final JdbcAppending appending;
    private final TransactionTemplate onPrimary;
    private final TransactionTemplate onReplica;

    JdbcMessageLog(JdbcClient jdbc, JdbcAppending appending, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.appending = appending;
        this.onPrimary = new TransactionTemplate(transactions);
        this.onReplica = new TransactionTemplate(transactions);
        this.onReplica.setReadOnly(true);
    }

    @Override
    public Appended append(List<QueuedMessage> batch) {
        return Objects.requireNonNull(onPrimary.execute(status -> appending.append(batch, this::receipts)));
    }

    @Override
    public List<Message> read(long channelId, long after, long upTo) {
        return upTo <= after
                ? List.of()
                : jdbc.sql(READ).param("channel", channelId).param("after", after).param("upTo", upTo)
                        .query(MESSAGE)
                        .list();
    }

    @Override
    public List<Message> read(long channelId, Collection<Long> versions) {
        return versions.isEmpty()
                ? List.of()
                : jdbc.sql(READ_THESE).param("channel", channelId).param("versions", versions).query(MESSAGE).list();
    }

    @Override
    public Set<Long> erased(long channelId, long after, long upTo) {
        return Set.copyOf(jdbc.sql(ERASED).param("channel", channelId).param("after", after).param("upTo", upTo)
                .query(Long.class).list());
    }

    @Override
    public long lastRecall(long channelId) {
        return jdbc.sql(LAST_RECALL).param("channel", channelId).query(Long.class).optional().orElse(0L);
    }

    @Override
    public List<Message> readPossiblyStale(long channelId, long after, long upTo) {
        return Objects.requireNonNull(onReplica.execute(status -> read(channelId, after, upTo)));
    }

    @Override
    public List<Receipt> receipts(Collection<SendKey> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        record Sender(long channelId, long senderId) {}
        Map<Sender, List<SendKey>> bySender = keys.stream()
                .collect(Collectors.groupingBy(key -> new Sender(key.channelId(), key.senderId())));
        List<Object> parameters = new ArrayList<>(keys.size() + 2 * bySender.size());
        bySender.forEach((sender, ofSender) -> {
            parameters.add(sender.channelId());
            parameters.add(sender.senderId());
            ofSender.forEach(key -> parameters.add(key.clientMessageId()));
        });
        return jdbc.sql(receiptsSql(bySender.values().stream().map(List::size).toList()))
                .params(parameters)
                .query((row, n) -> new Receipt(new SendKey(row.getLong("channel_id"), row.getLong("sender_id"),
                        row.getString("client_message_id")), row.getLong("version"), UtcColumn.read(row, "created_at")))
                .list();
    }

    /**
     * Index: primary key of message_ids, one range for each id. (MariaDB would scan for a list of tuples,
     * {@code (a, b, c) IN ((?, ?, ?), …)}.)
     *
     * @param idsPerSender how many ids are asked for, for each pair of channel and sender
     */
    static String receiptsSql(List<Integer> idsPerSender) {
        return "SELECT channel_id, sender_id, client_message_id, version, created_at FROM message_ids WHERE "
                + idsPerSender.stream()
                        .map(count -> "(channel_id = ? AND sender_id = ? AND client_message_id IN (?"
                                + ", ?".repeat(count - 1) + "))")
                        .collect(Collectors.joining(" OR "));
    }

    @Override
    public int removeSome(long channelId, int limit) {
        return Objects.requireNonNull(onPrimary.execute(status -> Stream.of(REMOVE_MESSAGES, REMOVE_IDS)
                .mapToInt(sql -> jdbc.sql(sql).param("channel", channelId).param("limit", limit).update())
                .sum()));
    }

    @Override
    public Set<Long> open(Collection<Long> channelIds) {
        return channelIds.isEmpty()
                ? Set.of()
                : Set.copyOf(jdbc.sql(OPEN).param("channels", channelIds).query(Long.class).list());
    }

    @Override
    public Map<Long, Long> lastVersions(Collection<Long> channelIds) {
        if (channelIds.isEmpty()) {
            return Map.of();
        }
        Map<Long, Long> versions = new HashMap<>();
        jdbc.sql(LAST_VERSIONS).param("channels", channelIds).query(row -> {
            versions.put(row.getLong("id"), row.getLong("last_version"));
        });
        return versions;
    }
}
