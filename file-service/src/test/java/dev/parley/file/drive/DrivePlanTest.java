package dev.parley.file.drive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.parley.platform.id.Ids;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** How the store answers the queries of a drive when there are many rows: by index, never by scanning or sorting. */
class DrivePlanTest extends DriveWorld {

    private static final int ROWS = 5_000;

    private final long first = Ids.next();

    @AfterEach
    void empty() {
        jdbc.sql("DELETE FROM user_files WHERE owner_id = ?").params(annId).update();
        jdbc.sql("DELETE FROM trash WHERE since > '2999-01-01'").update();
    }

    @Test
    void aPageIsReadInTheOrderOfAnIndexHoweverLargeTheFolder() {
        Map<String, Object> parameters = fill();
        for (Sort sort : Sort.values()) {
            for (boolean ascending : List.of(true, false)) {
                for (boolean continued : List.of(true, false)) {
                    parameters.put("value", switch (sort) {
                        case CREATED, MODIFIED -> "2021-01-01";
                        case SIZE -> 500;
                        case NAME -> "file 500";
                    });
                    List<QueryPlan> plan = QueryPlan.of(jdbc,
                            Listing.sql(new Listing.Order(Folders.ROOT, sort, ascending), continued), parameters);
                    QueryPlan.assertByIndex(plan, Integer.MAX_VALUE);
                    assertThat(plan.getFirst().index()).as("%s %s", sort, ascending).isEqualTo(sort.index());
                    // The estimate is of all that the range has; the order is the index's, and so is the end after LIMIT rows.
                    assertThat(plan.getFirst().extra()).doesNotContain("temporary");
                }
            }
        }
        assertThat(handlerReads(Listing.sql(new Listing.Order(Folders.ROOT, Sort.NAME, true), true), parameters))
                .as("rows that a page in the middle really reads").isLessThan(300);
    }

    @Test
    void whatIsAskedOfOneEntryCostsWhatIsAskedFor() {
        Map<String, Object> parameters = fill();
        for (String sql : List.of(EntryRows.BY_ID, EntryRows.ANYWHERE, Names.TAKEN, DriveSpace.LOCK,
                DriveSpace.REFERENCES, UserFiles.OWNERS, UserFiles.REFER_TO, Purge.ITSELF)) {
            for (QueryPlan step : QueryPlan.of(jdbc, sql, parameters)) {
                // What is seen at once to match no row of a unique key has no index.
                boolean answeredAtOnce = step.index().equals("null") && !"ALL".equals(step.access());
                if (!answeredAtOnce) {
                    QueryPlan.assertByIndex(List.of(step), 100);
                }
            }
        }
    }

    @Test
    void whatGoesThroughADriveGoesByItsIndex() {
        Map<String, Object> parameters = fill();
        Map<String, String> indexes = Map.of(Search.WINDOW_END, "user_files_search", Search.MATCHES,
                "user_files_search", UserFiles.LOCK_SOME, "user_files_search",
                Purge.SOME_FILES, "user_files_newest", Purge.A_FOLDER, "user_files_newest", Trash.OWN_DUE,
                "trash_owner", Trash.PAGE, "trash_owner", Trash.DUE, "trash_due", Trash.LEAVE_ALL, "trash_owner");
        Map<String, Object> expiry = Map.of("before", "2998-01-01", "now", "2998-01-01", "limit", 50);
        assertThat(QueryPlan.of(jdbc, Trash.EXPIRE, expiry)).extracting(QueryPlan::index).containsExactly("trash_due");
        indexes.forEach((sql, index) -> {
            List<QueryPlan> plan = QueryPlan.of(jdbc, sql, parameters);
            assertThat(plan).as(sql).extracting(QueryPlan::index).contains(index);
            assertThat(plan).as(sql).allSatisfy(step -> assertThat(step.extra()).doesNotContain("filesort"));
            assertThat(plan).as(sql).allSatisfy(step -> assertThat(step.access()).isIn("range", "ref", "eq_ref",
                    "const"));
        });
        assertThat(QueryPlan.of(jdbc, DriveSpace.RECOUNT, parameters)).as("adds up what one person has")
                .extracting(QueryPlan::index).contains("user_files_search");
        for (String sql : List.of(Search.WINDOW_END, Search.MATCHES)) {
            assertThat(QueryPlan.of(jdbc, sql, parameters).getFirst().extra()).as("the index alone")
                    .contains("Using index");
        }
    }

    @Test
    void theWayUpAndDownTheTreeGoesByIndex() {
        Map<String, Object> parameters = fill();
        for (String sql : List.of(Folders.DEPTH, Folders.WITHIN, Folders.HEIGHT)) {
            assertThat(QueryPlan.of(jdbc, sql, parameters)).as(sql)
                    .filteredOn(step -> "ALL".equals(step.access()))
                    .as("only what was found so far is scanned").allSatisfy(step -> assertThat(step.rows())
                            .isLessThan(100));
        }
    }

    /** How many rows the store touched for a query. */
    private int handlerReads(String sql, Map<String, Object> parameters) {
        int[] reads = new int[1];
        committed(() -> {
            int before = handlerReads();
            jdbc.sql(sql).params(parameters).query().listOfRows();
            reads[0] = handlerReads() - before;
        });
        return reads[0];
    }

    private int handlerReads() {
        return jdbc.sql("SHOW SESSION STATUS LIKE 'Handler_read%'").query((row, n) -> row.getInt(2)).list().stream()
                .mapToInt(Integer::intValue).sum();
    }

    private Map<String, Object> fill() {
        jdbc.sql("""
            INSERT INTO user_files (id, owner_id, folder_id, name, media_type, size, status, created_at, modified_at)
            SELECT :first + seq, :owner, 0, CONCAT('file ', seq), 't/t', seq MOD 1000, 'rejected',
              '2020-01-01' + INTERVAL seq SECOND, '2021-01-01' + INTERVAL seq SECOND
            FROM seq_1_to_%d""".formatted(ROWS)).param("first", first).param("owner", annId).update();
        jdbc.sql("""
            INSERT INTO trash (file_id, owner_id, from_folder_id, leaving, since)
            SELECT :first + seq, :owner + seq MOD 100, 0, seq MOD 2, '2999-01-01' + INTERVAL seq SECOND
            FROM seq_1_to_5000""").param("first", first).param("owner", annId).update();
        for (String table : List.of("user_files", "trash")) {
            jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
        }
        Map<String, Object> parameters = new HashMap<>(Map.of("owner", annId, "folder", 0, "kind", 1, "limit", 50,
                "id", first + 500, "name", "file 7", "content", 7, "before", first + 700));
        parameters.putAll(Map.of("end", first, "pattern", "%x%", "window", 100, "since", "2998-01-01", "now",
                "2998-01-01", "above", first));
        return parameters;
    }
}
