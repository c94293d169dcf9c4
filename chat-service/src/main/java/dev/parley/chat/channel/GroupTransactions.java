package dev.parley.chat.channel;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Changes to channels, one after the other: each holds the lock of the channel's row until it is committed, and decides by what its
 * forerunner has left. Writers of messages hold the same lock.
 */
@Component
class GroupTransactions {

    /** Index: primary key. */
    static final String LOCK = "SELECT type, title, member_count, last_version FROM channels WHERE id = :channel FOR UPDATE";

    private final JdbcClient jdbc;
    private final SubscriptionRows subscriptions;
    private final TransactionTemplate transaction;

    GroupTransactions(JdbcClient jdbc, SubscriptionRows subscriptions, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.subscriptions = subscriptions;
        this.transaction = new TransactionTemplate(transactions);
        // What is read after a lock must be what its last holder committed.
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** A channel whose row is locked. */
    record Locked(long id, ChannelType type, @Nullable String title, int memberCount, long lastVersion) {}

    /** A group whose row is locked, and who is about to change it. */
    record Group(long id, @Nullable String title, int memberCount, long lastVersion, Member actor) {}

    <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    /** Locks the channel until the end of the transaction; empty when it does not exist, or not any more. */
    Optional<Locked> lock(long channelId) {
        return jdbc.sql(LOCK).param("channel", channelId)
                .query((row, n) -> new Locked(channelId, ChannelType.of(row.getInt("type")), row.getString("title"),
                        row.getInt("member_count"), row.getLong("last_version")))
                .optional();
    }

    /**
     * Changes a group in the name of one of its members.
     *
     * @throws ProblemException {@code channel-not-found} for anybody else; {@code forbidden} when it is no group
     */
    <T> T change(long channelId, long actorId, Function<Group, T> work) {
        return inTransaction(() -> {
            Locked locked = lock(channelId).orElseThrow(Memberships::channelNotFound);
            Member actor = subscriptions.find(channelId, actorId).orElseThrow(Memberships::channelNotFound);
            if (locked.type() != ChannelType.GROUP) {
                throw new ProblemException(ChatProblem.FORBIDDEN, "that is done in groups only");
            }
            return work.apply(new Group(channelId, locked.title(), locked.memberCount(), locked.lastVersion(), actor));
        });
    }

    /**
     * A member of the group.
     *
     * @throws ProblemException {@code member-not-found}
     */
    Member member(Group group, long userId) {
        return userId == group.actor().userId()
                ? group.actor()
                : subscriptions.find(group.id(), userId).orElseThrow(() -> new ProblemException(
                        ChatProblem.MEMBER_NOT_FOUND, "there is no such member in this channel"));
    }
}
