package dev.parley.chat.channel;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How people leave for good. Each method is one small transaction, and done again it changes nothing. The lock of the channel's row, which
 * writers of messages hold too, decides what comes before the end of a channel and what after it.
 */
@Component
public class Departures {

    /** Index: subscriptions_by_user. Waits for channels that are being opened at this moment. */
    static final String CHANNELS = """
        SELECT channel_id FROM subscriptions FORCE INDEX (subscriptions_by_user)
        WHERE user_id = :user ORDER BY channel_id LIMIT :limit FOR UPDATE""";

    /** Index: primary key. */
    static final String LOCK = "SELECT type FROM channels WHERE id = :channel FOR UPDATE";

    /** Index: primary key of subscriptions. */
    static final String OTHERS = """
        SELECT user_id FROM subscriptions WHERE channel_id = :channel AND user_id <> :user""";

    /** Index: direct_channels_by_channel. */
    static final String PAIR = "SELECT channel_id FROM direct_channels WHERE channel_id = :channel";

    private final JdbcClient jdbc;
    private final Memberships memberships;
    private final TransactionTemplate transaction;

    Departures(JdbcClient jdbc, Memberships memberships, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.memberships = memberships;
        this.transaction = new TransactionTemplate(transactions);
        // What is read after a lock must be what its last holder committed.
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** Notes that an account is deleted. From then on nobody opens a channel with that person. The first time is kept. */
    public void note(long userId, Instant deletedAt) {
        jdbc.sql("INSERT IGNORE INTO deleted_users (user_id, deleted_at) VALUES (?, ?)")
                .params(userId, LocalDateTime.ofInstant(deletedAt.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC))
                .update();
    }

    /** Some of the channels that a person, who is noted as deleted, still subscribes to; none when all is done. */
    public List<Long> channelsOf(long userId, int limit) {
        return inTransaction(
                () -> jdbc.sql(CHANNELS).param("user", userId).param("limit", limit).query((row, n) -> row.getLong(1))
                        .list());
    }

    /**
     * Closes the channel to that person and, as it is of two people, to the other one's writing. The subscription ends here if somebody
     * is left; if nobody is, it stays until {@link #remove}, so that a removal that was cut short is found again.
     *
     * @return whether nobody is left
     */
    public boolean leave(long channelId, long userId) {
        List<Long> others = inTransaction(() -> {
            var _ = jdbc.sql(LOCK).param("channel", channelId).query(Integer.class).optional();
            jdbc.sql("UPDATE channels SET closed = TRUE WHERE id = ?").param(channelId).update();
            List<Long> left = jdbc.sql(OTHERS).param("channel", channelId).param("user", userId)
                    .query((row, n) -> row.getLong(1))
                    .list();
            if (!left.isEmpty()) {
                unsubscribe(channelId, userId);
            }
            return left;
        });
        memberships.announceChange(channelId, others, userId);
        return others.isEmpty();
    }

    /** Removes a channel whose messages are gone, with the subscription of the last person. */
    public void remove(long channelId, long userId) {
        var _ = inTransaction(() -> {
            var _ = jdbc.sql(LOCK).param("channel", channelId).query(Integer.class).optional();
            jdbc.sql("DELETE FROM direct_channels WHERE channel_id = ?").param(channelId).update();
            unsubscribe(channelId, userId);
            return jdbc.sql("DELETE FROM channels WHERE id = ?").param(channelId).update();
        });
        memberships.announceChange(channelId, List.of(), userId);
    }

    private void unsubscribe(long channelId, long userId) {
        jdbc.sql("DELETE FROM subscriptions WHERE channel_id = ? AND user_id = ?").params(channelId, userId).update();
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
