package dev.parley.file.drive;

import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.parley.file.FileProblem;
import dev.parley.file.account.AccountPart;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.platform.problem.ProblemException;

/**
 * How much of their quota people use: each content once for each person, however many of their files have it, in the trash or not.
 * Every change happens under the lock of the person's row, which is the last lock that a transaction takes, and under the isolation READ
 * COMMITTED: what others have committed before is seen, and what they commit later waits.
 */
@Component
public class DriveSpace implements AccountPart {

    /** Index: the primary key. */
    static final String LOCK = "SELECT used FROM drive_usage WHERE owner_id = :owner FOR UPDATE";
    /** Index: user_files_search, once in the life of a drive. */
    static final String RECOUNT = """
        SELECT COALESCE(SUM(size), 0) FROM
          (SELECT unique_file_id, MAX(size) AS size FROM user_files FORCE INDEX (user_files_search)
           WHERE owner_id = :owner AND unique_file_id IS NOT NULL GROUP BY unique_file_id) AS contents""";
    /** Index: user_files_content. */
    static final String REFERENCES = """
        SELECT id FROM user_files FORCE INDEX (user_files_content)
        WHERE unique_file_id = :content AND owner_id = :owner LIMIT 2""";

    private final JdbcClient jdbc;
    private final DeletedAccounts deletedAccounts;
    private final DriveSettings settings;
    private final ObjectProvider<SpaceClaims> claims;

    DriveSpace(JdbcClient jdbc, DeletedAccounts deletedAccounts, DriveSettings settings,
            ObjectProvider<SpaceClaims> claims) {
        this.jdbc = jdbc;
        this.deletedAccounts = deletedAccounts;
        this.settings = settings;
        this.claims = claims;
    }

    /**
     * How a drive stands.
     *
     * @param used bytes of the person's contents, each counted once
     * @param claimed bytes that are on their way
     * @param limit the quota; 0 for none
     */
    public record Usage(long used, long claimed, long limit) {

        boolean isOver() {
            return limit > 0 && used + claimed > limit;
        }
    }

    /**
     * Ends a transaction that has added a claim when there is no room for it. Claims of one person are looked at one after the other.
     *
     * @throws ProblemException {@code quota-exceeded}, {@code account-deleted}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refuseIfOver(long ownerId) {
        lock(ownerId);
        deletedAccounts.refuse(ownerId);
        refuseIfOver(usage(ownerId));
    }

    /** How a person's drive stands at this moment. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public Usage usage(long ownerId) {
        long used = jdbc.sql("SELECT used FROM drive_usage WHERE owner_id = :owner").param("owner", ownerId)
                .query(Long.class).optional().orElseGet(() -> recount(ownerId));
        long claimed = claims.orderedStream().mapToLong(feature -> feature.claimedBy(ownerId)).sum();
        return new Usage(used, claimed, settings.quota().toBytes());
    }

    /** A file with this content was just added in this transaction; refused when it is new to its owner, and too much. */
    void added(long ownerId, long contentId, long size) {
        boolean counted = lock(ownerId);
        deletedAccounts.refuse(ownerId);
        if (references(ownerId, contentId) == 1) {
            if (!counted) {
                change(ownerId, size);
            }
            refuseIfOver(usage(ownerId));
        }
    }

    /** Files with this content were just removed, or lost it, in this transaction. */
    void removed(long ownerId, long contentId, long size) {
        if (!lock(ownerId) && references(ownerId, contentId) == 0) {
            change(ownerId, -size);
        }
    }

    /** Two contents of a person are about to become one in this transaction. */
    void merging(long ownerId, long contentId, long intoId, long size) {
        lock(ownerId);
        if (references(ownerId, contentId) > 0 && references(ownerId, intoId) > 0) {
            change(ownerId, -size);
        }
    }

    @Override
    public int removeSome(long userId, int limit) {
        return jdbc.sql("DELETE FROM drive_usage WHERE owner_id = :owner").param("owner", userId).update();
    }

    /** Takes the lock; true when the row is new, and what this transaction has done before is counted in it. */
    private boolean lock(long ownerId) {
        if (!Objects.equals(TransactionSynchronizationManager.getCurrentTransactionIsolationLevel(),
                TransactionDefinition.ISOLATION_READ_COMMITTED)) {
            throw new IllegalStateException("an older snapshot may not show what was counted before");
        }
        if (isLocked(ownerId)) {
            return false;
        }
        int added = jdbc.sql("INSERT IGNORE INTO drive_usage (owner_id, used) VALUES (:owner, 0)")
                .param("owner", ownerId).update();
        if (added == 0) {
            isLocked(ownerId); // another one was quicker
            return false;
        }
        if (deletedAccounts.isDeleted(ownerId)) { // looked at after the insert, as always
            jdbc.sql("DELETE FROM drive_usage WHERE owner_id = :owner").param("owner", ownerId).update();
        }
        change(ownerId, recount(ownerId));
        return true;
    }

    private boolean isLocked(long ownerId) {
        return jdbc.sql(LOCK).param("owner", ownerId).query(Long.class).optional().isPresent();
    }

    private long recount(long ownerId) {
        return jdbc.sql(RECOUNT).param("owner", ownerId).query(Long.class).single();
    }

    private int references(long ownerId, long contentId) {
        return jdbc.sql(REFERENCES).param("content", contentId).param("owner", ownerId).query(Long.class).list()
                .size();
    }

    private void change(long ownerId, long by) {
        jdbc.sql("UPDATE drive_usage SET used = used + :by WHERE owner_id = :owner").param("by", by)
                .param("owner", ownerId).update();
    }

    private static void refuseIfOver(Usage usage) {
        if (usage.isOver()) {
            throw new ProblemException(FileProblem.QUOTA_EXCEEDED, "remove something for good, or ask for more room")
                    .with("used", usage.used()).with("claimed", usage.claimed()).with("limit", usage.limit());
        }
    }
}
