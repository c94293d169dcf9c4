package dev.parley.file.share;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** No query about links walks through those of others. */
class SharePlanTest extends FileServiceTest {

    private static final int ROWS = 3_000;

    private final Map<String, Object> parameters = new HashMap<>();

    /** Links and visits of many people, of which each query is about a few. */
    @BeforeEach
    void fill() {
        long first = Ids.next();
        Instant later = Instant.now().plusSeconds(1_000_000);
        jdbc.sql("""
            INSERT INTO shares (id, token_hash, user_file_id, created_by, created_at, expires_at, revoked_at)
            SELECT :first + seq, RANDOM_BYTES(32), :first + seq DIV 3, :first + seq DIV 5, NOW(6), :later, :later
            FROM seq_1_to_3000""").param("first", first).param("later", UtcColumn.of(later)).update();
        jdbc.sql("""
            INSERT INTO share_visits (id, share_id, user_id, what, at)
            SELECT :first + seq, :first + seq DIV 10, :first + seq DIV 5, 'viewed', NOW(6) FROM seq_1_to_3000""")
                .param("first", first).update();
        jdbc.sql("""
            INSERT INTO share_downloads (share_id, user_id, counted_at)
            SELECT :first + seq DIV 10, :first + seq, NOW(6) FROM seq_1_to_3000""").param("first", first).update();
        long file = Ids.parse(alice.upload("plan.bin", new byte[1])).orElseThrow();
        for (String table : List.of("shares", "share_visits", "share_downloads")) {
            jdbc.sql("ANALYZE TABLE " + table).query((row, number) -> row.getString(1)).list();
        }
        parameters.putAll(Map.of("open", new byte[32], "withTerms", new byte[]{1}, "creator", first + 100, "file", file,
                "before", Long.MAX_VALUE, "limit", 51, "id", first + 100, "share", first + 100, "user",
                first + 100, "after", first));
        parameters.put("since", UtcColumn.of(Instant.now().minusSeconds(60)));
        parameters.put("now", UtcColumn.of(Instant.now()));
    }

    @Test
    void everyQueryAboutLinksUsesAnIndex() {
        for (String sql : List.of(Shares.BY_TOKEN, Shares.PAGE, Shares.PAGE_OF_FILE, Shares.REVOKE, Shares.LOCK_ONE,
                DownloadCount.COUNT, Visits.PAGE, Visits.REMOVE_OF, Visits.REMOVE_COUNTED_OF, Visits.REMOVE_BY,
                Visits.REMOVE_COUNTED_BY)) {
            assertByIndex(sql, 60);
        }
        assertByIndex(SharePruning.SOME, ROWS * 10);
    }

    @Test
    void whatIsPrunedIsFoundByItsAge() {
        parameters.put("before", UtcColumn.of(Instant.now().minusSeconds(1_000_000)));

        for (String sql : List.of(Visits.REMOVE_OLD, Visits.REMOVE_COUNTED_OLD, SharePruning.REMOVE_EXPIRED,
                SharePruning.REMOVE_REVOKED)) {
            assertByIndex(sql, 100);
        }
    }

    private void assertByIndex(String sql, int mostRows) {
        List<QueryPlan> plan = QueryPlan.of(jdbc, sql, parameters);
        assertThat(plan).as(sql).allSatisfy(step -> assertThat(step.index()).as(sql).isNotEqualTo("null"));
        QueryPlan.assertByIndex(plan, mostRows);
    }
}
