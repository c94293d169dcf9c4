package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.chat.channel.GroupTransactions.Locked;
import dev.parley.platform.store.UtcColumn;

/**
 * How people leave for good. Each method is one small transaction, and done again it changes nothing. The lock of the channel's row, which
 * writers of messages hold too, decides what comes before the end of a subscription and what after it.
 */
@Component
public class Departures {

    /** Index: subscriptions_by_user. Waits for channels that are being opened at this moment. */
    static final String CHANNELS = """
        SELECT channel_id FROM subscriptions FORCE INDEX (subscriptions_by_user)
        WHERE user_id = :user ORDER BY channel_id LIMIT :limit FOR UPDATE""";

    /** Index: primary key of subscriptions. Only for channels of two. */
    static final String OTHERS = """
        SELECT user_id FROM subscriptions WHERE channel_id = :channel AND user_id <> :user""";

    private final JdbcClient jdbc;
    private final GroupTransactions transactions;
    private final SubscriptionRows subscriptions;
    private final RemovedChannels removed;
    private final ChannelEvents events;
    private final ChannelNews news;

    Departures(JdbcClient jdbc, GroupTransactions transactions, SubscriptionRows subscriptions, RemovedChannels removed,
            ChannelEvents events, ChannelNews news) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.subscriptions = subscriptions;
        this.removed = removed;
        this.events = events;
        this.news = news;
    }

    /** Notes that an account is deleted. From then on nobody opens a channel with that person. The first time is kept. */
    public void note(long userId, Instant deletedAt) {
        jdbc.sql("INSERT IGNORE INTO deleted_users (user_id, deleted_at) VALUES (?, ?)")
                .params(userId, UtcColumn.of(deletedAt))
                .update();
    }

    /** Some of the channels that a person, who is noted as deleted, still subscribes to; none when all is done. */
    public List<Long> channelsOf(long userId, int limit) {
        return transactions.inTransaction(
                () -> jdbc.sql(CHANNELS).param("user", userId).param("limit", limit).query(Long.class).list());
    }

    /**
     * Ends the subscription of that person. A channel of two is closed to the other one's writing; a group has another owner if need be; a
     * channel in which nobody is left is removed.
     */
    public void leave(long channelId, long userId) {
        Set<Long> concerned = transactions.inTransaction(() -> {
            Optional<Locked> channel = transactions.lock(channelId);
            Optional<Member> leaving = subscriptions.find(channelId, userId);
            Set<Long> others = channel.isPresent() && leaving.isPresent()
                    ? prepare(channel.get(), leaving.get())
                    : Set.of();
            subscriptions.delete(channelId, List.of(userId));
            if (leaving.isPresent() && channel.isPresent() && channel.get().memberCount() == 1) {
                removed.remove(channelId);
            }
            return others;
        });
        news.ended(channelId, userId, ChannelNews.Event.LEFT);
        if (!concerned.isEmpty()) {
            news.changed(channelId, concerned);
        }
    }

    /** What must happen before somebody is gone; whom else it concerns. */
    private Set<Long> prepare(Locked channel, Member leaving) {
        if (channel.type() == ChannelType.DIRECT) {
            jdbc.sql("UPDATE channels SET closed = TRUE WHERE id = ?").param(channel.id()).update();
            return Set.copyOf(jdbc.sql(OTHERS).param("channel", channel.id()).param("user", leaving.userId())
                    .query(Long.class).list());
        }
        return channel.memberCount() > 1 ? prepareGroup(channel.id(), leaving) : Set.of();
    }

    private Set<Long> prepareGroup(long channelId, Member leaving) {
        Optional<Long> heir = leaving.role() == Role.OWNER ? subscriptions.heir(channelId) : Optional.empty();
        heir.ifPresent(userId -> {
            subscriptions.setRole(channelId, userId, Role.OWNER);
            subscriptions.setMutedUntil(channelId, userId, null);
        });
        events.append(channelId, leaving.userId(), heir
                .map(userId -> StreamEntries.left(leaving.userId(), Map.of(userId, Role.OWNER)))
                .orElseGet(() -> StreamEntries.left(leaving.userId())));
        return heir.map(Set::of).orElse(Set.of());
    }
}
