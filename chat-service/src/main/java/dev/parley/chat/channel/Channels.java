package dev.parley.chat.channel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.platform.store.UtcColumn;

/**
 * Channels as their subscribers see them. Everything is read from the primary: a person who has just opened a channel must find
 * it, on the list as much as by its id.
 */
@Component
class Channels {

    private static final String COLUMNS = """
        SELECT c.id, c.type, c.title, c.last_version, c.created_at, c.closed, c.member_count,
          s.role, s.notifications, s.muted_until, s.read_version, s.delivered_version,
          c.message_count - s.read_ordinal AS unread
        FROM subscriptions s JOIN channels c ON c.id = s.channel_id
        """;

    /** Index: primary key of subscriptions (a member only), then of channels. */
    static final String BY_ID = COLUMNS + "WHERE s.channel_id = :channel AND s.user_id = :user";

    /** Index: subscriptions_by_user, in its order, then the primary key of channels. */
    static final String PAGE = COLUMNS
            + "WHERE s.user_id = :user AND s.channel_id < :before ORDER BY s.channel_id DESC LIMIT :limit";

    /** Index: primary key of subscriptions. Only for channels of few. */
    static final String MEMBERS = """
        SELECT channel_id, user_id FROM subscriptions WHERE channel_id IN (:channels) ORDER BY channel_id, user_id""";

    /** Index: primary key of subscriptions, then of channels, then direct_channels_by_channel. */
    static final String SUBSCRIBER = """
        SELECT c.closed, s.muted_until, d.lower_user_id, d.higher_user_id, d.opened_by
        FROM subscriptions s JOIN channels c ON c.id = s.channel_id
          LEFT JOIN direct_channels d ON d.channel_id = s.channel_id
        WHERE s.channel_id = :channel AND s.user_id = :user""";

    /** Index: subscriptions_by_user, then the primary key of channels. */
    static final String SUBSCRIPTIONS = """
        SELECT s.channel_id, s.user_id, c.last_version
        FROM subscriptions s JOIN channels c ON c.id = s.channel_id
        WHERE s.user_id IN (:users)""";

    private final JdbcClient jdbc;
    private final UnreadMentions mentions;

    Channels(JdbcClient jdbc, UnreadMentions mentions) {
        this.jdbc = jdbc;
        this.mentions = mentions;
    }

    /**
     * What decides what somebody may do in a channel.
     *
     * @param other the other one of two; 0 elsewhere
     * @param openedBy who of the two opened it; 0 when that is not known
     */
    record Subscriber(long userId, boolean closed, Optional<Instant> mutedUntil, long other, long openedBy) {

        boolean isOpenedByOther() {
            return openedBy == other || openedBy == 0;
        }
    }

    /** The channel, if that person subscribes to it. */
    Optional<Channel> find(long channelId, long userId) {
        return jdbc.sql(BY_ID).param("channel", channelId).param("user", userId)
                .query((row, n) -> channel(row))
                .optional()
                .map(channel -> mentions.addTo(userId, withMembers(List.of(channel))).getFirst());
    }

    /** What the person is in the channel, if they subscribe to it. */
    Optional<Role> role(long channelId, long userId) {
        return jdbc.sql(SubscriptionRows.ONE).param("channel", channelId).param("user", userId)
                .query((row, n) -> Role.of(row.getInt("role")))
                .optional();
    }

    /** The person's channels, newest first, below an id. */
    List<Channel> page(long userId, long beforeId, int limit) {
        return mentions.addTo(userId, withMembers(jdbc.sql(PAGE)
                .param("user", userId).param("before", beforeId).param("limit", limit)
                .query((row, n) -> channel(row))
                .list()));
    }

    private List<Channel> withMembers(List<Channel> channels) {
        List<Long> ofFew = channels.stream().filter(c -> c.type() != ChannelType.GROUP).map(Channel::id).toList();
        if (ofFew.isEmpty()) {
            return channels;
        }
        Map<Long, List<Long>> members = jdbc.sql(MEMBERS).param("channels", ofFew)
                .query((row, n) -> Map.entry(row.getLong(1), row.getLong(2)))
                .list() // a stream of rows would keep its connection until somebody closes it
                .stream()
                .collect(Collectors.groupingBy(Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return channels.stream().map(c -> c.withMembers(members.getOrDefault(c.id(), List.of()))).toList();
    }

    Optional<Subscriber> subscriber(long channelId, long userId) {
        return jdbc.sql(SUBSCRIBER).param("channel", channelId).param("user", userId)
                .query((row, n) -> new Subscriber(userId, row.getBoolean("closed"),
                        UtcColumn.readOptional(row, "muted_until"), other(row, userId), row.getLong("opened_by")))
                .optional();
    }

    /** 0 where there are not two: both columns are null, which reads as 0. */
    private static long other(ResultSet row, long userId) throws SQLException {
        long lower = row.getLong("lower_user_id");
        return lower == userId ? row.getLong("higher_user_id") : lower;
    }

    List<Subscription> subscriptions(Collection<Long> userIds) {
        return userIds.isEmpty()
                ? List.of()
                : jdbc.sql(SUBSCRIPTIONS).param("users", userIds)
                        .query((row, n) -> new Subscription(row.getLong(1), row.getLong(2), row.getLong(3)))
                        .list();
    }

    private static Channel channel(ResultSet row) throws SQLException {
        return new Channel(row.getLong("id"), ChannelType.of(row.getInt("type")), row.getString("title"),
                row.getLong("last_version"), UtcColumn.read(row, "created_at"), row.getBoolean("closed"),
                row.getInt("member_count"),
                new Channel.Own(Role.of(row.getInt("role")), Notifications.of(row.getInt("notifications")),
                        UtcColumn.readOptional(row, "muted_until"), new Reading(row.getLong("read_version"),
                                row.getLong("delivered_version"), Math.max(0, row.getLong("unread")), 0)),
                List.of());
    }
}
