package dev.parley.chat.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.chat.channel.DeletedUsers;
import dev.parley.platform.store.UtcColumn;

/** Contacts and blocks in the store, from the primary: who has just blocked somebody must be believed at once. */
@Component
class Relations {

    /** Makes the rows of a pair, if need be, and locks them, lower id first. */
    private static final String LOCK = """
        INSERT INTO relations (user_id, other_id) VALUES (:lower, :higher), (:higher, :lower)
        ON DUPLICATE KEY UPDATE user_id = user_id""";

    /** Index: primary key, two rows. */
    static final String PAIR = """
        SELECT user_id, other_id, contact, contact_since, blocked_at FROM relations
        WHERE (user_id = :one AND other_id = :other) OR (user_id = :other AND other_id = :one)""";

    /** Index: relations_by_contact, in its order. */
    static final String CONTACTS = """
        SELECT user_id, other_id, contact, contact_since, blocked_at FROM relations
        WHERE user_id = :user AND contact = :contact AND contact_since <= :since
          AND (contact_since < :since OR other_id < :below)
        ORDER BY contact_since DESC, other_id DESC LIMIT :limit""";

    /** Index: relations_by_block, in its order. */
    static final String BLOCKS = """
        SELECT user_id, other_id, contact, contact_since, blocked_at FROM relations
        WHERE user_id = :user AND blocked_at <= :since AND (blocked_at < :since OR other_id < :below)
        ORDER BY blocked_at DESC, other_id DESC LIMIT :limit""";

    /** Index: relations_by_contact alone. */
    static final String COUNT_CONTACTS = """
        SELECT COUNT(*) FROM (SELECT 1 FROM relations WHERE user_id = :user AND contact = :contact LIMIT :limit) some""";

    /** Index: relations_by_block alone. */
    static final String COUNT_BLOCKS = """
        SELECT COUNT(*) FROM (SELECT 1 FROM relations WHERE user_id = :user AND blocked_at IS NOT NULL LIMIT :limit) some""";

    /** Index: primary key. Waits for what is being written at this moment. */
    static final String SOME_OF = """
        SELECT other_id FROM relations FORCE INDEX (PRIMARY) WHERE user_id = :user LIMIT :limit FOR UPDATE""";

    private static final int ATTEMPTS = 5;

    private final JdbcClient jdbc;
    private final DeletedUsers deletedUsers;
    private final TransactionTemplate transaction;

    Relations(JdbcClient jdbc, DeletedUsers deletedUsers, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.deletedUsers = deletedUsers;
        this.transaction = new TransactionTemplate(transactions);
        // What is read after a lock must be what its last holder committed.
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** What a change made of a pair. */
    record Changed(Pair before, Pair after) {}

    /**
     * Changes what two people are to each other, alone with the pair. What {@code change} throws ends the transaction.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code user-not-found} when one of them has deleted their account
     */
    Changed change(long me, long other, UnaryOperator<Pair> change) {
        return inTransaction(() -> {
            jdbc.sql(LOCK).param("lower", Math.min(me, other)).param("higher", Math.max(me, other)).update();
            // After the rows are there, and reading what is committed now: a deletion that is noted later finds them.
            deletedUsers.refuse(List.of(me, other));
            Pair before = pair(me, other).orElseThrow();
            Pair after = change.apply(before);
            write(after);
            return new Changed(before, after);
        });
    }

    /** What two people are to each other; empty when nothing is stored, which means nothing at all. */
    Optional<Pair> pair(long me, long other) {
        List<Relation> rows = jdbc.sql(PAIR).param("one", me).param("other", other).query(Relations::relation).list();
        return rows.size() < 2
                ? Optional.empty()
                : Optional.of(rows.getFirst().userId() == me
                        ? new Pair(rows.getFirst(), rows.getLast())
                        : new Pair(rows.getLast(), rows.getFirst()));
    }

    private void write(Pair pair) {
        if (pair.mine().isEmpty() && pair.theirs().isEmpty()) {
            delete(pair.mine().userId(), pair.mine().otherId());
            return;
        }
        for (Relation side : List.of(pair.mine(), pair.theirs())) { // both are locked: the order does not matter
            jdbc.sql(
                    """
                        UPDATE relations SET contact = ?, contact_since = ?, blocked_at = ? WHERE user_id = ? AND other_id = ?""")
                    .param(side.contact().code())
                    .param(time(side.contactSince()))
                    .param(time(side.blockedAt()))
                    .param(side.userId())
                    .param(side.otherId())
                    .update();
        }
    }

    private void delete(long one, long other) {
        jdbc.sql("DELETE FROM relations WHERE user_id = ? AND other_id = ?")
                .params(Math.min(one, other), Math.max(one, other))
                .update();
        jdbc.sql("DELETE FROM relations WHERE user_id = ? AND other_id = ?")
                .params(Math.max(one, other), Math.min(one, other))
                .update();
    }

    /** A person's contacts in this state, the newest first, after a place in the list. */
    List<Relation> contacts(long userId, ContactState state, ListPosition after, int limit) {
        return page(jdbc.sql(CONTACTS).param("contact", state.code()), userId, after, limit);
    }

    /** Whom a person blocks, the newest first, after a place in the list. */
    List<Relation> blocks(long userId, ListPosition after, int limit) {
        return page(jdbc.sql(BLOCKS), userId, after, limit);
    }

    private static List<Relation> page(JdbcClient.StatementSpec query, long userId, ListPosition after, int limit) {
        return query.param("user", userId)
                .param("since", UtcColumn.of(after.time()))
                .param("below", after.id())
                .param("limit", limit)
                .query(Relations::relation)
                .list();
    }

    /** How many contacts a person has in this state, counted no further than the limit. */
    int countContacts(long userId, ContactState state, int limit) {
        return jdbc.sql(COUNT_CONTACTS).param("user", userId).param("contact", state.code()).param("limit", limit)
                .query(Integer.class).single();
    }

    /** How many a person blocks, counted no further than the limit. */
    int countBlocks(long userId, int limit) {
        return jdbc.sql(COUNT_BLOCKS).param("user", userId).param("limit", limit).query(Integer.class).single();
    }

    /** Removes some of what a person, who is noted as deleted, is to others and others to them; whom it was about. */
    List<Long> removeSome(long userId, int limit) {
        List<Long> others = inTransaction(
                () -> jdbc.sql(SOME_OF).param("user", userId).param("limit", limit).query(Long.class).list());
        others.forEach(other -> inTransaction(() -> {
            delete(userId, other);
            return other;
        }));
        return others;
    }

    /** Two transactions that wait for each other in a circle: the store ends one of them, which then simply comes later. */
    private <T> T inTransaction(Supplier<T> work) {
        for (int attempt = 1;; attempt++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> work.get()));
            } catch (PessimisticLockingFailureException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Relation relation(ResultSet row, int number) throws SQLException {
        return new Relation(row.getLong("user_id"), row.getLong("other_id"), ContactState.of(row.getInt("contact")),
                UtcColumn.readOptional(row, "contact_since"), UtcColumn.readOptional(row, "blocked_at"));
    }

    private static @Nullable LocalDateTime time(Optional<Instant> instant) {
        return instant.map(UtcColumn::of).orElse(null);
    }
}
