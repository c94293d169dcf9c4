package dev.parley.file.share;

import java.time.Clock;
import java.time.Instant;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.file.FileProblem;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.store.UtcColumn;

/**
 * Counts downloads against the limit of a link. Whatever a person fetches through a link within {@code parley.shares.download-lasts} is one
 * download: ranges, a download that is resumed, one that is repeated, and saving it. So it does not matter where a request begins, and
 * nobody gets a content for nothing by leaving out its first byte.
 */
@Repository
class DownloadCount {

    /** Index: the primary key. One statement, so that the limit holds for any number of people at once. */
    static final String COUNT = """
        UPDATE shares SET downloads = downloads + 1
        WHERE id = :share AND revoked_at IS NULL AND (max_downloads IS NULL OR downloads < max_downloads)""";
    /** Index: the primary key. */
    static final String COUNTED = """
        SELECT 1 FROM share_downloads WHERE share_id = :share AND user_id = :user AND counted_at > :since""";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ShareSettings settings;
    private final DeletedAccounts deletedAccounts;
    private final TransactionTemplate transaction;

    DownloadCount(JdbcClient jdbc, Clock clock, ShareSettings settings, DeletedAccounts deletedAccounts,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
        this.deletedAccounts = deletedAccounts;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /**
     * Counts what a person is about to fetch, unless it belongs to a download that was counted; whether it was counted now.
     *
     * @throws ProblemException {@code share-exhausted} when the limit is reached, {@code account-deleted}
     */
    boolean count(long shareId, long userId) {
        Instant now = clock.instant();
        return !isCounted(shareId, userId, now)
                && Boolean.TRUE.equals(transaction.execute(status -> countNow(shareId, userId, now, status)));
    }

    private boolean countNow(long shareId, long userId, Instant now, TransactionStatus status) {
        // From here on the link's row is locked, and of two requests of one person the second sees what the first has done.
        boolean counted = jdbc.sql(COUNT).param("share", shareId).update() == 1;
        if (isCounted(shareId, userId, now)) {
            status.setRollbackOnly();
            return false;
        }
        if (!counted) {
            throw new ProblemException(FileProblem.SHARE_EXHAUSTED, "the link was downloaded as often as it may be");
        }
        jdbc.sql("""
            INSERT INTO share_downloads (share_id, user_id, counted_at) VALUES (:share, :user, :now)
            ON DUPLICATE KEY UPDATE counted_at = :now
            """)
                .param("share", shareId).param("user", userId).param("now", UtcColumn.of(now)).update();
        deletedAccounts.refuse(userId);
        return true;
    }

    private boolean isCounted(long shareId, long userId, Instant now) {
        return jdbc.sql(COUNTED).param("share", shareId).param("user", userId)
                .param("since", UtcColumn.of(now.minus(settings.downloadLasts()))).query(Integer.class).optional()
                .isPresent();
    }
}
