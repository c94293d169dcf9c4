package dev.parley.file.account;

import java.time.Instant;
import java.util.Objects;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.store.UtcColumn;

/** The tombstones: whose account was deleted. */
@Repository
public class DeletedAccounts {

    private final JdbcClient jdbc;

    DeletedAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** From the commit of this on, nothing new is added for that person. The first time is kept. */
    void add(long userId, Instant deletedAt) {
        jdbc.sql("INSERT IGNORE INTO deleted_users (user_id, deleted_at) VALUES (:user, :at)")
                .param("user", userId).param("at", UtcColumn.of(deletedAt)).update();
    }

    /**
     * Ends a transaction that has added something for a person who is deleted. It is called <em>after</em> the insert, and reads what
     * is committed at this moment, which is why the isolation must be READ COMMITTED. So one of two things is true: the tombstone is
     * seen here; or it came after the insert, and then the removal, which begins when the tombstone is committed and waits for the
     * locks of uncommitted rows, finds what was inserted.
     *
     * @throws ProblemException {@code account-deleted}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refuse(long userId) {
        if (!Objects.equals(TransactionSynchronizationManager.getCurrentTransactionIsolationLevel(),
                TransactionDefinition.ISOLATION_READ_COMMITTED)) {
            throw new IllegalStateException("an older snapshot may not show that the account was deleted");
        }
        if (isDeleted(userId)) {
            throw new ProblemException(FileProblem.ACCOUNT_DELETED, "this account was deleted");
        }
    }

    /** Whether the tombstone is seen at this moment; for what is to be passed over, not refused. */
    public boolean isDeleted(long userId) {
        return jdbc.sql("SELECT 1 FROM deleted_users WHERE user_id = :user").param("user", userId)
                .query(Integer.class).optional().isPresent();
    }
}
