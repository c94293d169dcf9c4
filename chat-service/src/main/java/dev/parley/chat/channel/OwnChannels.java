package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.store.UtcColumn;

/**
 * Channels of which there is only one for those in it: of a pair of people, and with oneself. A unique key decides when they are opened more than
 * once at the same moment.
 */
@Component
class OwnChannels {

    /** Index: primary key. */
    static final String DIRECT = """
        SELECT channel_id FROM direct_channels WHERE lower_user_id = :lower AND higher_user_id = :higher""";

    /** Index: primary key. */
    static final String SAVED = "SELECT channel_id FROM saved_channels WHERE user_id = :user";

    private final JdbcClient jdbc;
    private final GroupTransactions transactions;
    private final SubscriptionRows subscriptions;
    private final DeletedUsers deletedUsers;
    private final Acceptance acceptance;
    private final ChannelNews news;

    OwnChannels(JdbcClient jdbc, GroupTransactions transactions, SubscriptionRows subscriptions,
            DeletedUsers deletedUsers, Acceptance acceptance, ChannelNews news) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.subscriptions = subscriptions;
        this.deletedUsers = deletedUsers;
        this.acceptance = acceptance;
        this.news = news;
    }

    /** Whether a channel was opened now or stood already. */
    record Opened(long id, boolean created) {}

    /**
     * The one channel of the two people. One that stands is found whatever has come between them since.
     *
     * @throws ProblemException {@code user-not-found} when one of them has deleted their account, {@code not-accepted}, {@code blocked-by-you}
     */
    Opened openDirect(long opener, long other) {
        long lower = Math.min(opener, other);
        long higher = Math.max(opener, other);
        deletedUsers.refuse(List.of(lower, higher));
        Optional<Long> existing = direct(lower, higher);
        if (existing.isEmpty()) {
            refuseUnwanted(opener, other);
        }
        return existing.map(id -> new Opened(id, false)).orElseGet(() -> open(ChannelType.DIRECT,
                List.of(lower, higher), id -> jdbc.sql("""
                    INSERT INTO direct_channels (lower_user_id, higher_user_id, channel_id, opened_by)
                    VALUES (?, ?, ?, ?)""").params(lower, higher, id, opener).update(),
                () -> direct(lower, higher)));
    }

    /** The person's channel with themselves. */
    Opened openSaved(long userId) {
        return saved(userId).map(id -> new Opened(id, false)).orElseGet(() -> open(ChannelType.SAVED, List.of(userId),
                id -> jdbc.sql("INSERT INTO saved_channels (user_id, channel_id) VALUES (?, ?)").params(userId, id)
                        .update(),
                () -> saved(userId)));
    }

    /** Takes the one place that a channel of these people has. */
    private interface Place {
        int take(long channelId);
    }

    private Opened open(ChannelType type, List<Long> userIds, Place place,
            Supplier<Optional<Long>> find) {
        long id = Ids.next();
        Instant now = UtcColumn.kept(Instant.now());
        try {
            var _ = transactions.inTransaction(() -> {
                jdbc.sql("INSERT INTO channels (id, type, last_version, created_at) VALUES (?, ?, 0, ?)")
                        .params(id, type.code(), UtcColumn.of(now)).update();
                place.take(id);
                subscriptions.insert(id, userIds, type == ChannelType.SAVED ? Role.OWNER : Role.MEMBER, now);
                // After the inserts, and reading what is committed now: a deletion that is noted later finds these rows.
                deletedUsers.refuse(userIds);
                return id;
            });
        } catch (DuplicateKeyException atTheSameMoment) {
            return new Opened(find.get().orElseThrow(() -> atTheSameMoment), false);
        }
        news.joined(id, 0, userIds);
        return new Opened(id, true);
    }

    private Optional<Long> direct(long lower, long higher) {
        return jdbc.sql(DIRECT).param("lower", lower).param("higher", higher).query(Long.class).optional();
    }

    private Optional<Long> saved(long userId) {
        return jdbc.sql(SAVED).param("user", userId).query(Long.class).optional();
    }

    private void refuseUnwanted(long opener, long other) {
        if (acceptance.blocks(opener, other)) {
            throw new ProblemException(ChatProblem.BLOCKED_BY_YOU, "you have blocked this person");
        }
        if (!acceptance.accepts(other, opener, false)) {
            throw new ProblemException(ChatProblem.NOT_ACCEPTED, "this person does not take messages from you");
        }
    }
}
