package dev.parley.file.fetch;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.parley.file.fixture.FileServiceTest;
import dev.parley.testkit.QueryPlan;

/** How the store answers the queries about jobs when there are many: by index, never by scanning. */
class FetchPlanTest extends FileServiceTest {

    @Test
    void everyQueryGoesByAnIndex() {
        jdbc.sql(
                """
                    INSERT INTO fetches (id, owner_id, request_key, url, name, name_given, state, due_at, staging_key, created_at, ended_at)
                    SELECT seq, seq MOD 100, CONCAT('k', seq), 'http://a/', 'a', FALSE, ELT(1 + seq MOD 4, 'done', 'failed', 'paused', 'queued'),
                           NULL, IF(seq MOD 10 = 0, LPAD(seq, 13, '0'), NULL), UTC_TIMESTAMP(6),
                           IF(seq MOD 4 < 2, UTC_TIMESTAMP(6), NULL)
                    FROM seq_1_to_20000""")
                .update();
        jdbc.sql("ANALYZE TABLE fetches").query().listOfRows();
        Map<String, Object> parameters = Map.of("owner", 7, "state", "failed", "before", 900_000, "limit", 51, "key",
                "k7", "but",
                7, "keys", List.of("0000000000010", "0000000000020"));
        try {
            for (String sql : List.of(Fetches.PAGE, Fetches.PAGE_OF_STATE, Fetches.OF_REQUEST, Fetches.COUNT_OPEN,
                    Fetches.LOCK_SOME, Fetches.STAGED, Fetches.CLAIMED, FetchLeases.COUNT_RUNNING,
                    FetchLeases.NEXT_IN_LINE)) {
                QueryPlan.assertByIndex(QueryPlan.of(jdbc, sql, parameters), 250);
            }
            QueryPlan.assertByIndex(QueryPlan.of(jdbc, FetchLeases.DUE, Map.of("limit", 10)), 100);
            QueryPlan.assertByIndex(
                    QueryPlan.of(jdbc, Fetches.LONG_ENDED, Map.of("before", "2020-01-01 00:00:00", "limit", 10)),
                    100);
        } finally {
            jdbc.sql("DELETE FROM fetches WHERE id <= 20000").update();
        }
    }
}
