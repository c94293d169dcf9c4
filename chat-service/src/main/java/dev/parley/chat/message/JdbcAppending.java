package dev.parley.chat.message;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.chat.channel.DeletedUsers;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.store.UtcColumn;

/**
 * Appends a batch within the transaction of its caller, on the primary. Holds the locks of the channels' rows until the commit, so nobody
 * else can give the same version or a later one before; rows are locked in the order of their ids, so two batches never wait for each
 * other.
 */
@Component
class JdbcAppending {

    /** Index: primary key. */
    static final String LOCK = """
        SELECT id, last_version, message_count, closed, type FROM channels
        WHERE id IN (:channels) ORDER BY id FOR UPDATE""";

    private static final String INSERT_MESSAGE = """
        INSERT INTO messages
          (channel_id, version, ordinal, id, kind, target, sender_id, client_message_id, key_id, body, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String INSERT_MESSAGE_ID = """
        INSERT INTO message_ids (channel_id, sender_id, client_message_id, version, created_at)
        VALUES (?, ?, ?, ?, ?)""";

    private static final String INSERT_MENTION = """
        INSERT INTO mentions (channel_id, user_id, version) VALUES (?, ?, ?)""";

    private static final String UPDATE_CHANNEL = """
        UPDATE channels SET last_version = ?, message_count = ? WHERE id = ?""";

    /** Index: primary key. Who writes has read what was there before. */
    static final String MOVE_CURSOR = """
        UPDATE subscriptions SET read_version = GREATEST(read_version, ?), read_ordinal = GREATEST(read_ordinal, ?),
          delivered_version = GREATEST(delivered_version, ?)
        WHERE channel_id = ? AND user_id = ?""";

    /** The type of channel whose members come and go, and are muted. */
    private static final int GROUP = 2;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final DeletedUsers deletedUsers;
    private final ChangeTables changeTables;
    private final SenderRights senderRights;

    JdbcAppending(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.deletedUsers = new DeletedUsers(jdbc);
        this.changeTables = new ChangeTables(jdbc, batches);
        this.senderRights = new SenderRights(jdbc);
    }

    /** A channel's row while it is locked. */
    private static final class Locked {
        final boolean closed;
        final boolean group;
        long lastVersion;
        long messageCount;

        Locked(long lastVersion, long messageCount, boolean closed, boolean group) {
            this.lastVersion = lastVersion;
            this.messageCount = messageCount;
            this.closed = closed;
            this.group = group;
        }
    }

    private record Cursor(long channelId, long userId) implements Comparable<Cursor> {

        @Override
        public int compareTo(Cursor other) {
            int byChannel = Long.compare(channelId, other.channelId);
            return byChannel != 0 ? byChannel : Long.compare(userId, other.userId);
        }
    }

    private record Entry(QueuedMessage queued, Message message, long ordinal) {

        Entry with(Message stored) {
            return new Entry(queued, stored, ordinal);
        }
    }

    MessageLog.Appended append(List<QueuedMessage> batch, Function<Collection<SendKey>, List<Receipt>> known) {
        // The first plain read comes after the locks: its snapshot sees all that earlier holders of the locks committed.
        Map<Long, Locked> channels = lock(batch);
        Map<SendKey, Receipt> receipts = new HashMap<>();
        known.apply(batch.stream().map(QueuedMessage::key).distinct().toList())
                .forEach(receipt -> receipts.put(receipt.key(), receipt));
        Changes changes = new Changes(changeTables.before(batch));
        Instant now = UtcColumn.kept(Instant.now());
        Map<SenderRights.Sender, ChatProblem> barred = senderRights
                .barred(batch.stream().filter(queued -> isOfClientToGroup(queued, channels)).toList(), now);
        List<Entry> written = new ArrayList<>(batch.size());
        List<QueuedMessage> closed = new ArrayList<>(0);
        List<QueuedMessage> unknown = new ArrayList<>(0);
        List<MessageLog.Refused> refused = new ArrayList<>(0);
        for (QueuedMessage queued : batch) {
            Locked channel = channels.get(queued.channelId());
            if (channel == null) {
                unknown.add(queued);
            } else if (receipts.containsKey(queued.key())) {
                continue;
            } else if (channel.closed) {
                closed.add(queued);
            } else {
                Optional<ChatProblem> refusal = Optional.ofNullable(barred.get(SenderRights.Sender.of(queued)))
                        .filter(why -> isOfClientToGroup(queued, channels))
                        .or(() -> changes.refusal(queued));
                if (refusal.isPresent()) {
                    refused.add(new MessageLog.Refused(queued, refusal.get()));
                    continue;
                }
                channel.messageCount += queued.kind().isCountable() ? 1 : 0;
                Message message = queued.withVersion(++channel.lastVersion, now);
                written.add(new Entry(queued, message, channel.messageCount));
                receipts.put(queued.key(), message.receipt());
                changes.apply(queued, message.version());
            }
        }
        written.replaceAll(entry -> entry.with(changes.asItStands(entry.message())));
        insert(written, channels, UtcColumn.of(now));
        Map<Long, List<Long>> erased = changes.isEmpty() ? Map.of() : changeTables.write(changes);
        moveDeleted(unknown, closed);
        moveRemoved(unknown, refused);
        return new MessageLog.Appended(written.stream().map(Entry::message).toList(), List.copyOf(receipts.values()),
                List.copyOf(closed), List.copyOf(unknown), List.copyOf(refused), erased);
    }

    private Map<Long, Locked> lock(List<QueuedMessage> batch) {
        TreeSet<Long> ids = batch.stream()
                .map(QueuedMessage::channelId)
                .collect(Collectors.toCollection(TreeSet::new));
        Map<Long, Locked> channels = new HashMap<>();
        jdbc.sql(LOCK).param("channels", ids).query(row -> {
            channels.put(row.getLong("id"),
                    new Locked(row.getLong("last_version"), row.getLong("message_count"), row.getBoolean("closed"),
                            row.getInt("type") == GROUP));
        });
        return channels;
    }

    /** Who sent to a channel that is gone, and is deleted, was the last one in it: no reason for alarm. */
    private void moveDeleted(List<QueuedMessage> unknown, List<QueuedMessage> closed) {
        if (!unknown.isEmpty()) {
            Set<Long> deleted = deletedUsers
                    .among(unknown.stream().map(queued -> queued.key().senderId()).distinct().toList());
            Predicate<QueuedMessage> late = queued -> deleted.contains(queued.key().senderId());
            unknown.stream().filter(late).forEach(closed::add);
            unknown.removeIf(late);
        }
    }

    /** Who sent to a group that was dissolved in the meantime made no mistake either. */
    private void moveRemoved(List<QueuedMessage> unknown, List<MessageLog.Refused> refused) {
        Set<Long> removed = senderRights.removed(unknown.stream().map(QueuedMessage::channelId).distinct().toList());
        unknown.stream()
                .filter(queued -> removed.contains(queued.channelId()))
                .forEach(queued -> refused.add(new MessageLog.Refused(queued, ChatProblem.CHANNEL_NOT_FOUND)));
        unknown.removeIf(queued -> removed.contains(queued.channelId()));
    }

    /** The service's own entries are made by whoever made the change, who may be gone by it. */
    private static boolean isOfClientToGroup(QueuedMessage queued, Map<Long, Locked> channels) {
        Locked channel = channels.get(queued.channelId());
        return channel != null && channel.group && !queued.key().clientMessageId().startsWith(SendKey.RESERVED);
    }

    private void insert(List<Entry> written, Map<Long, Locked> channels, LocalDateTime now) {
        if (written.isEmpty()) {
            return;
        }
        batches.batchUpdate(INSERT_MESSAGE, written.stream().map(entry -> row(entry, now)).toList());
        batches.batchUpdate(INSERT_MESSAGE_ID, written.stream()
                .map(Entry::message)
                .map(m -> new Object[]{m.channelId(), m.senderId(), m.clientMessageId(), m.version(), now})
                .toList());
        List<Object[]> mentions = written.stream()
                .flatMap(entry -> entry.queued().mentions().stream()
                        .map(user -> new Object[]{entry.message().channelId(), user, entry.message().version()}))
                .toList();
        if (!mentions.isEmpty()) {
            batches.batchUpdate(INSERT_MENTION, mentions);
        }
        batches.batchUpdate(UPDATE_CHANNEL, written.stream()
                .map(entry -> entry.message().channelId())
                .distinct()
                .map(id -> {
                    Locked channel = Objects.requireNonNull(channels.get(id));
                    return new Object[]{channel.lastVersion, channel.messageCount, id};
                })
                .toList());
        moveCursors(written);
    }

    /** Moves the senders' own cursors to their newest messages; in the order of the rows' keys, as everybody does who moves several. */
    private void moveCursors(List<Entry> written) {
        Map<Cursor, Entry> newest = new TreeMap<>();
        written.stream()
                .filter(entry -> entry.message().kind().isCountable())
                .forEach(entry -> newest.put(new Cursor(entry.message().channelId(), entry.message().senderId()),
                        entry));
        if (!newest.isEmpty()) {
            batches.batchUpdate(MOVE_CURSOR, newest.entrySet().stream()
                    .map(moved -> new Object[]{moved.getValue().message().version(), moved.getValue().ordinal(),
                        moved.getValue().message().version(), moved.getKey().channelId(), moved.getKey().userId()})
                    .toList());
        }
    }

    private static Object[] row(Entry entry, LocalDateTime now) {
        Message m = entry.message();
        return new Object[]{m.channelId(), m.version(), entry.ordinal(), m.id(), m.kind().code(), m.target(),
            m.senderId(), m.clientMessageId(), m.body().keyId(), m.body().bytes(), now};
    }
}
