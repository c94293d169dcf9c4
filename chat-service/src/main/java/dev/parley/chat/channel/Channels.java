package dev.parley.chat.channel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/**
 * Channels and subscriptions in the store. Everything is read from the primary: a person who has just opened a channel must find
 * it, on the list as much as by its id.
 */
@Component
class Channels {

    /** Index: primary key of direct_channels, then of channels. */
    static final String DIRECT = """
        SELECT c.id, c.type, c.last_version, c.created_at, c.closed
        FROM direct_channels d JOIN channels c ON c.id = d.channel_id
        WHERE d.lower_user_id = :lower AND d.higher_user_id = :higher""";

    /** Index: primary key of subscriptions (a member only), then of channels. */
    static final String BY_ID = """
        SELECT c.id, c.type, c.last_version, c.created_at, c.closed
        FROM subscriptions s JOIN channels c ON c.id = s.channel_id
        WHERE s.channel_id = :channel AND s.user_id = :user""";

    /** Index: subscriptions_by_user, in its order, then the primary key of channels. */
    static final String PAGE = """
        SELECT c.id, c.type, c.last_version, c.created_at, c.closed
        FROM subscriptions s JOIN channels c ON c.id = s.channel_id
        WHERE s.user_id = :user AND s.channel_id < :before
        ORDER BY s.channel_id DESC LIMIT :limit""";

    /** Index: primary key of subscriptions. */
    static final String MEMBERS = """
        SELECT channel_id, user_id FROM subscriptions WHERE channel_id IN (:channels) ORDER BY channel_id, user_id""";

    /** Index: primary key of subscriptions, then of channels. */
    static final String MEMBERSHIP = """
        SELECT c.closed FROM subscriptions s JOIN channels c ON c.id = s.channel_id
        WHERE s.channel_id = :channel AND s.user_id = :user""";

    /** Index: primary key. */
    static final String DELETED = """
        SELECT user_id FROM deleted_users WHERE user_id IN (:users)""";

    /** Index: subscriptions_by_user, then the primary key of channels. */
    static final String SUBSCRIPTIONS = """
        SELECT s.channel_id, s.user_id, c.last_version
        FROM subscriptions s JOIN channels c ON c.id = s.channel_id
        WHERE s.user_id IN (:users)""";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Channels(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** Whether a channel was opened now or stood already. */
    record Opened(Channel channel, boolean created) {}

    /**
     * The one channel of the two people; the unique key on the ordered pair decides when both open it at once.
     *
     * @throws ProblemException {@code user-not-found} when one of them has deleted their account
     */
    Opened openDirect(long one, long other) {
        long lower = Math.min(one, other);
        long higher = Math.max(one, other);
        Optional<Channel> existing = direct(lower, higher);
        if (existing.isPresent()) {
            refuseDeleted(lower, higher);
            return new Opened(existing.get(), false);
        }
        try {
            return new Opened(insertDirect(lower, higher), true);
        } catch (DuplicateKeyException e) {
            return new Opened(direct(lower, higher).orElseThrow(() -> e), false);
        }
    }

    private Optional<Channel> direct(long lower, long higher) {
        return jdbc.sql(DIRECT).param("lower", lower).param("higher", higher)
                .query((row, n) -> channel(row, List.of(lower, higher)))
                .optional();
    }

    private Channel insertDirect(long lower, long higher) {
        Channel channel = new Channel(Ids.next(), ChannelType.DIRECT, 0, Instant.now().truncatedTo(ChronoUnit.MICROS),
                false, List.of(lower, higher));
        LocalDateTime now = LocalDateTime.ofInstant(channel.createdAt(), ZoneOffset.UTC);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("INSERT INTO channels (id, type, last_version, created_at) VALUES (?, ?, 0, ?)")
                    .params(channel.id(), channel.type().code(), now)
                    .update();
            jdbc.sql("INSERT INTO direct_channels (lower_user_id, higher_user_id, channel_id) VALUES (?, ?, ?)")
                    .params(lower, higher, channel.id())
                    .update();
            jdbc.sql("INSERT INTO subscriptions (channel_id, user_id, created_at) VALUES (?, ?, ?), (?, ?, ?)")
                    .params(channel.id(), lower, now, channel.id(), higher, now)
                    .update();
            // After the inserts, and reading what is committed now: a deletion that is noted later finds these rows.
            refuseDeleted(lower, higher);
        });
        return channel;
    }

    private void refuseDeleted(long one, long other) {
        jdbc.sql(DELETED).param("users", List.of(one, other)).query((row, n) -> row.getLong(1)).list().stream()
                .findFirst()
                .ifPresent(deleted -> {
                    throw People.notFound(deleted);
                });
    }

    /** The channel, if that person subscribes to it. */
    Optional<Channel> find(long channelId, long userId) {
        return jdbc.sql(BY_ID).param("channel", channelId).param("user", userId)
                .query((row, n) -> channel(row, List.of()))
                .optional()
                .map(channel -> withMembers(List.of(channel)).getFirst());
    }

    /** The person's channels, newest first, below an id. */
    List<Channel> page(long userId, long beforeId, int limit) {
        return withMembers(jdbc.sql(PAGE).param("user", userId).param("before", beforeId).param("limit", limit)
                .query((row, n) -> channel(row, List.of()))
                .list());
    }

    private List<Channel> withMembers(List<Channel> channels) {
        if (channels.isEmpty()) {
            return channels;
        }
        Map<Long, List<Long>> members = jdbc.sql(MEMBERS).param("channels", channels.stream().map(Channel::id).toList())
                .query((row, n) -> Map.entry(row.getLong(1), row.getLong(2)))
                .list() // a stream of rows would keep its connection until somebody closes it
                .stream()
                .collect(Collectors.groupingBy(Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return channels.stream()
                .map(c -> new Channel(c.id(), c.type(), c.lastVersion(), c.createdAt(), c.closed(),
                        members.getOrDefault(c.id(), List.of())))
                .toList();
    }

    Membership membership(long channelId, long userId) {
        return jdbc.sql(MEMBERSHIP).param("channel", channelId).param("user", userId)
                .query((row, n) -> row.getBoolean("closed") ? Membership.CLOSED : Membership.OPEN)
                .optional()
                .orElse(Membership.NONE);
    }

    List<Subscription> subscriptions(Collection<Long> userIds) {
        return userIds.isEmpty()
                ? List.of()
                : jdbc.sql(SUBSCRIPTIONS).param("users", userIds)
                        .query((row, n) -> new Subscription(row.getLong(1), row.getLong(2), row.getLong(3)))
                        .list();
    }

    private static Channel channel(ResultSet row, List<Long> members) throws SQLException {
        return new Channel(row.getLong("id"), ChannelType.of(row.getInt("type")), row.getLong("last_version"),
                row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC), row.getBoolean("closed"),
                members);
    }
}
