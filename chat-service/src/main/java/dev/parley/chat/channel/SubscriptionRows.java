package dev.parley.chat.channel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.platform.store.UtcColumn;

/**
 * The rows of who subscribes to what. Whoever changes them holds the lock of the channel's row, in one transaction; so {@code member_count}
 * there is always right. Nothing here costs more for a channel with more members.
 */
@Component
class SubscriptionRows {

    /** Index: primary key. */
    static final String ONE = """
        SELECT user_id, role, created_at, muted_until FROM subscriptions
        WHERE channel_id = :channel AND user_id = :user""";

    /** Index: primary key, in its order. */
    static final String PAGE = """
        SELECT user_id, role, created_at, muted_until FROM subscriptions
        WHERE channel_id = :channel AND user_id > :after
        ORDER BY user_id LIMIT :limit""";

    /** Index: primary key. */
    static final String AMONG = """
        SELECT user_id FROM subscriptions WHERE channel_id = :channel AND user_id IN (:users)""";

    /** Index: subscriptions_by_role, in its order: only the first row is read. */
    static final String OLDEST = """
        SELECT user_id FROM subscriptions WHERE channel_id = :channel AND role = :role
        ORDER BY created_at, user_id LIMIT 1""";

    /** Index: primary key. */
    static final String END = "SELECT last_version, message_count FROM channels WHERE id = :channel";

    private static final String INSERT = """
        INSERT INTO subscriptions
          (channel_id, user_id, created_at, role, read_version, delivered_version, read_ordinal)
        VALUES (?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    SubscriptionRows(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    Optional<Member> find(long channelId, long userId) {
        return jdbc.sql(ONE).param("channel", channelId).param("user", userId).query((row, n) -> member(row))
                .optional();
    }

    /** Members in the order of their user ids, above one. */
    List<Member> page(long channelId, long afterUserId, int limit) {
        return jdbc.sql(PAGE).param("channel", channelId).param("after", afterUserId).param("limit", limit)
                .query((row, n) -> member(row))
                .list();
    }

    /** Those of these people who subscribe to the channel. */
    Set<Long> among(long channelId, Collection<Long> userIds) {
        return userIds.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql(AMONG).param("channel", channelId).param("users", userIds)
                        .query(Long.class).list());
    }

    /** Who comes after the owner: the admin who is there longest, else the member who is. */
    Optional<Long> heir(long channelId) {
        return Stream.of(Role.ADMIN, Role.MEMBER)
                .map(role -> jdbc.sql(OLDEST).param("channel", channelId).param("role", role.code())
                        .query(Long.class).optional())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private record End(long version, long messages) {}

    /** Who comes has nothing to read of what was before them. */
    void insert(long channelId, Collection<Long> userIds, Role role, Instant now) {
        End end = jdbc.sql(END).param("channel", channelId).query((row, n) -> new End(row.getLong(1), row.getLong(2)))
                .single();
        batches.batchUpdate(INSERT, userIds.stream()
                .map(userId -> new Object[]{channelId, userId, UtcColumn.of(now), role.code(), end.version(),
                    end.version(),
                    end.messages()})
                .toList());
        addToCount(channelId, userIds.size());
    }

    void delete(long channelId, Collection<Long> userIds) {
        int deleted = userIds.isEmpty()
                ? 0
                : jdbc.sql("DELETE FROM subscriptions WHERE channel_id = :channel AND user_id IN (:users)")
                        .param("channel", channelId).param("users", userIds).update();
        addToCount(channelId, -deleted);
    }

    private void addToCount(long channelId, int change) {
        if (change != 0) {
            jdbc.sql("UPDATE channels SET member_count = member_count + ? WHERE id = ?").params(change, channelId)
                    .update();
        }
    }

    void setRole(long channelId, long userId, Role role) {
        jdbc.sql("UPDATE subscriptions SET role = ? WHERE channel_id = ? AND user_id = ?")
                .params(role.code(), channelId, userId).update();
    }

    void setMutedUntil(long channelId, long userId, @Nullable Instant until) {
        jdbc.sql("UPDATE subscriptions SET muted_until = :until WHERE channel_id = :channel AND user_id = :user")
                .param("until", until == null ? null : UtcColumn.of(until))
                .param("channel", channelId).param("user", userId).update();
    }

    /** False when that person does not subscribe to the channel. */
    boolean setNotifications(long channelId, long userId, Notifications notifications) {
        return jdbc.sql("UPDATE subscriptions SET notifications = ? WHERE channel_id = ? AND user_id = ?")
                .params(notifications.code(), channelId, userId).update() > 0;
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(row.getLong("user_id"), Role.of(row.getInt("role")), UtcColumn.read(row, "created_at"),
                UtcColumn.readOptional(row, "muted_until"));
    }
}
