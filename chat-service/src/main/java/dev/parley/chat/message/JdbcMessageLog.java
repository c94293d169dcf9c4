package dev.parley.chat.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The log in MariaDB. Who appends holds the locks of the channels' rows until the commit, so nobody else can give the same
 * version or a later one before; rows are locked in the order of their ids, so two batches never wait for each other.
 */
@Component
final class JdbcMessageLog implements MessageLog {

    /** Index: primary key. */
    static final String LOCK = """
        SELECT id, last_version, closed FROM channels WHERE id IN (:channels) ORDER BY id FOR UPDATE""";

    /** Index: primary key. */
    static final String DELETED = """
        SELECT user_id FROM deleted_users WHERE user_id IN (:users)""";

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
        SELECT channel_id, version, id, kind, sender_id, client_message_id, key_id, body, created_at
        FROM messages
        WHERE channel_id = :channel AND version > :after AND version <= :upTo
        ORDER BY version""";

    /** Index: primary key, one look-up for each version. */
    static final String READ_THESE = """
        SELECT channel_id, version, id, kind, sender_id, client_message_id, key_id, body, created_at
        FROM messages
        WHERE channel_id = :channel AND version IN (:versions)
        ORDER BY version""";

    private static final String INSERT_MESSAGE = """
        INSERT INTO messages
          (channel_id, version, id, kind, sender_id, client_message_id, key_id, body, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String INSERT_MESSAGE_ID = """
        INSERT INTO message_ids (channel_id, sender_id, client_message_id, version, created_at)
        VALUES (?, ?, ?, ?, ?)""";

    private static final RowMapper<Message> MESSAGE = (row, n) -> new Message(row.getLong("channel_id"),
            row.getLong("version"), row.getLong("id"), MessageKind.of(row.getInt("kind")), row.getLong("sender_id"),
            row.getString("client_message_id"), new SealedBody(row.getString("key_id"), row.getBytes("body")),
            createdAt(row));

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate onPrimary;
    private final TransactionTemplate onReplica;

    JdbcMessageLog(JdbcClient jdbc, JdbcTemplate batches, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.onPrimary = new TransactionTemplate(transactions);
        this.onReplica = new TransactionTemplate(transactions);
        this.onReplica.setReadOnly(true);
    }

    @Override
    public Appended append(List<QueuedMessage> batch) {
        return Objects.requireNonNull(onPrimary.execute(status -> appendInTransaction(batch)));
    }

    private Appended appendInTransaction(List<QueuedMessage> batch) {
        // The first plain read comes after the locks: its snapshot sees all that earlier holders of the locks committed.
        Map<Long, Long> versions = new HashMap<>();
        Set<Long> closedChannels = lock(batch, versions);
        Map<SendKey, Receipt> receipts = new HashMap<>();
        receipts(batch.stream().map(QueuedMessage::key).distinct().toList())
                .forEach(receipt -> receipts.put(receipt.key(), receipt));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        List<Message> written = new ArrayList<>(batch.size());
        List<QueuedMessage> closed = new ArrayList<>(0);
        List<QueuedMessage> unknown = new ArrayList<>(0);
        for (QueuedMessage queued : batch) {
            if (!versions.containsKey(queued.channelId())) {
                unknown.add(queued);
            } else if (receipts.containsKey(queued.key())) {
                continue;
            } else if (closedChannels.contains(queued.channelId())) {
                closed.add(queued);
            } else {
                Message message = queued.withVersion(versions.merge(queued.channelId(), 1L, Long::sum), now);
                written.add(message);
                receipts.put(queued.key(), message.receipt());
            }
        }
        insert(written, versions);
        moveDeleted(unknown, closed);
        return new Appended(List.copyOf(written), List.copyOf(receipts.values()), List.copyOf(closed),
                List.copyOf(unknown));
    }

    /** Who sent to a channel that is gone, and is deleted, was the last one in it: no reason for alarm. */
    private void moveDeleted(List<QueuedMessage> unknown, List<QueuedMessage> closed) {
        if (!unknown.isEmpty()) {
            Set<Long> deleted = new HashSet<>(jdbc.sql(DELETED)
                    .param("users", unknown.stream().map(queued -> queued.key().senderId()).distinct().toList())
                    .query(Long.class).list());
            Predicate<QueuedMessage> late = queued -> deleted.contains(queued.key().senderId());
            unknown.stream().filter(late).forEach(closed::add);
            unknown.removeIf(late);
        }
    }

    /** Locks the channels and notes their versions; those that are closed. */
    private Set<Long> lock(List<QueuedMessage> batch, Map<Long, Long> versions) {
        TreeSet<Long> channels = batch.stream()
                .map(QueuedMessage::channelId)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Long> closed = new HashSet<>(0);
        jdbc.sql(LOCK).param("channels", channels).query(row -> {
            versions.put(row.getLong("id"), row.getLong("last_version"));
            if (row.getBoolean("closed")) {
                closed.add(row.getLong("id"));
            }
        });
        return closed;
    }

    private void insert(List<Message> written, Map<Long, Long> versions) {
        if (written.isEmpty()) {
            return;
        }
        LocalDateTime now = utc(written.getFirst().createdAt());
        batches.batchUpdate(INSERT_MESSAGE, written.stream()
                .map(m -> new Object[]{m.channelId(), m.version(), m.id(), m.kind().code(), m.senderId(),
                    m.clientMessageId(), m.body().keyId(), m.body().bytes(), now})
                .toList());
        batches.batchUpdate(INSERT_MESSAGE_ID, written.stream()
                .map(m -> new Object[]{m.channelId(), m.senderId(), m.clientMessageId(), m.version(), now})
                .toList());
        batches.batchUpdate("UPDATE channels SET last_version = ? WHERE id = ?", written.stream()
                .map(Message::channelId)
                .distinct()
                .map(channel -> new Object[]{versions.get(channel), channel})
                .toList());
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
                        row.getString("client_message_id")), row.getLong("version"), createdAt(row)))
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

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Instant createdAt(ResultSet row) throws SQLException {
        return row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
