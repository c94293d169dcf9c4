package dev.parley.file.share;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.parley.platform.store.UtcColumn;

/**
 * Forgets visits when their time is over, and then links that are long closed or whose file is no more, on one node at a time. All of it is
 * harmless when it is done twice.
 */
@Component
class SharePruning {

    private static final int BATCH = 500;

    /** Index: shares_expiry. */
    static final String REMOVE_EXPIRED = "DELETE FROM shares WHERE expires_at < :before LIMIT :limit";
    /** Index: shares_revoked. */
    static final String REMOVE_REVOKED = "DELETE FROM shares WHERE revoked_at < :before LIMIT :limit";
    /** Index: the primary keys of both. */
    static final String SOME = """
        SELECT s.id, f.id IS NULL AS orphan FROM shares s LEFT JOIN user_files f ON f.id = s.user_file_id
        WHERE s.id > :after ORDER BY s.id LIMIT :limit""";

    private final JdbcClient jdbc;
    private final Visits visits;
    private final ShareSettings settings;
    private final Clock clock;

    SharePruning(JdbcClient jdbc, Visits visits, ShareSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.visits = visits;
        this.settings = settings;
        this.clock = clock;
    }

    @SchedulerLock(name = "share-pruning", lockAtMostFor = "PT1H")
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    void prune() {
        Instant now = clock.instant();
        Instant before = now.minus(settings.visitsKept());
        untilNothingIsLeft(() -> visits.removeOld(before, now.minus(settings.downloadLasts()), BATCH));
        untilNothingIsLeft(() -> remove(REMOVE_EXPIRED, before));
        untilNothingIsLeft(() -> remove(REMOVE_REVOKED, before));
        removeOrphans();
    }

    /** Each batch is a transaction of its own. */
    private static void untilNothingIsLeft(IntSupplier removal) {
        int removed = removal.getAsInt();
        while (removed > 0) {
            removed = removal.getAsInt();
        }
    }

    private int remove(String statement, Instant before) {
        return jdbc.sql(statement).param("before", UtcColumn.of(before)).param("limit", BATCH).update();
    }

    private record Candidate(long id, boolean orphan) {}

    /** Links to files that were removed for good; what is in the trash may come back. */
    private void removeOrphans() {
        List<Candidate> some = some(0);
        while (!some.isEmpty()) {
            some.stream().filter(Candidate::orphan)
                    .forEach(link -> jdbc.sql("DELETE FROM shares WHERE id = :id").param("id", link.id()).update());
            some = some(some.getLast().id());
        }
    }

    private List<Candidate> some(long after) {
        return jdbc.sql(SOME).param("after", after).param("limit", BATCH)
                .query((row, number) -> new Candidate(row.getLong("id"), row.getBoolean("orphan"))).list();
    }
}
