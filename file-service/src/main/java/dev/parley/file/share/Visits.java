package dev.parley.file.share;

import java.time.Instant;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.account.AccountPart;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.platform.store.UtcColumn;

/** The tables of who opened which link, and whose downloads were counted. */
@Repository
class Visits implements AccountPart {

    /** Index: share_visits_share, in its order. */
    static final String PAGE = """
        SELECT id, share_id, user_id, what, at FROM share_visits WHERE share_id = :share AND id < :before
        ORDER BY id DESC LIMIT :limit""";
    /** Index: share_visits_share. */
    static final String REMOVE_OF = "DELETE FROM share_visits WHERE share_id = :share LIMIT :limit";
    /** Index: the primary key. */
    static final String REMOVE_COUNTED_OF = "DELETE FROM share_downloads WHERE share_id = :share LIMIT :limit";
    /** Index: share_visits_user. */
    static final String REMOVE_BY = "DELETE FROM share_visits WHERE user_id = :user LIMIT :limit";
    /** Index: share_downloads_user. */
    static final String REMOVE_COUNTED_BY = "DELETE FROM share_downloads WHERE user_id = :user LIMIT :limit";
    /** Index: share_visits_age. */
    static final String REMOVE_OLD = "DELETE FROM share_visits WHERE at < :before LIMIT :limit";
    /** Index: share_downloads_age. */
    static final String REMOVE_COUNTED_OLD = "DELETE FROM share_downloads WHERE counted_at < :before LIMIT :limit";

    private final JdbcClient jdbc;
    private final DeletedAccounts deletedAccounts;

    Visits(JdbcClient jdbc, DeletedAccounts deletedAccounts) {
        this.jdbc = jdbc;
        this.deletedAccounts = deletedAccounts;
    }

    /** Notes a visit, unless the account of the visitor was deleted. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public void add(Visit visit) {
        jdbc.sql("INSERT INTO share_visits (id, share_id, user_id, what, at) VALUES (:id, :share, :user, :what, :at)")
                .param("id", visit.id()).param("share", visit.shareId()).param("user", visit.userId())
                .param("what", visit.what().word()).param("at", UtcColumn.of(visit.at())).update();
        deletedAccounts.refuse(visit.userId());
    }

    /** The visits of a link, newest first, below an id. */
    List<Visit> page(long shareId, long beforeId, int limit) {
        return jdbc.sql(PAGE).param("share", shareId).param("before", beforeId).param("limit", limit)
                .query((row, number) -> new Visit(row.getLong("id"), row.getLong("share_id"), row.getLong("user_id"),
                        Visit.What.ofWord(row.getString("what")), UtcColumn.read(row, "at")))
                .list();
    }

    /** Removes some of what is known of the visits of a link; 0 when nothing is left. */
    int removeOf(long shareId, int limit) {
        return removeSome(List.of(REMOVE_OF, REMOVE_COUNTED_OF), "share", shareId, limit);
    }

    /** What a person opened. */
    @Override
    public int removeSome(long userId, int limit) {
        return removeSome(List.of(REMOVE_BY, REMOVE_COUNTED_BY), "user", userId, limit);
    }

    /** Forgets visits of that age, and downloads that nothing belongs to any more. */
    int removeOld(Instant visitsBefore, Instant countedBefore, int limit) {
        return jdbc.sql(REMOVE_OLD).param("before", UtcColumn.of(visitsBefore)).param("limit", limit).update()
                + jdbc.sql(REMOVE_COUNTED_OLD).param("before", UtcColumn.of(countedBefore)).param("limit", limit)
                        .update();
    }

    private int removeSome(List<String> statements, String of, long id, int limit) {
        for (String statement : statements) {
            int removed = jdbc.sql(statement).param(of, id).param("limit", limit).update();
            if (removed > 0) {
                return removed;
            }
        }
        return 0;
    }
}
