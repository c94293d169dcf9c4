package dev.parley.testkit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** One step of how the store answers a query ({@code EXPLAIN}). */
public record QueryPlan(String access, String index, int rows, String extra) {

    /** The plan of a query with named parameters. */
    public static List<QueryPlan> of(JdbcClient jdbc, String sql, Map<String, ?> parameters) {
        return jdbc.sql("EXPLAIN " + sql).params(parameters).query(QueryPlan::step).list();
    }

    /** The plan of a query with positional parameters. */
    public static List<QueryPlan> of(JdbcClient jdbc, String sql, List<?> parameters) {
        return jdbc.sql("EXPLAIN " + sql).params(parameters).query(QueryPlan::step).list();
    }

    private static QueryPlan step(ResultSet row, int number) throws SQLException {
        return new QueryPlan(row.getString("type"), String.valueOf(row.getString("key")), row.getInt("rows"),
                row.getString("Extra"));
    }

    /** Fails when any step scans or sorts, or reads more rows than this. */
    public static void assertByIndex(List<QueryPlan> plan, int mostRows) {
        assertThat(plan).isNotEmpty().allSatisfy(step -> {
            assertThat(step.index()).isNotEqualTo("null");
            assertThat(step.access()).isIn("range", "const", "eq_ref", "ref");
            assertThat(step.rows()).isLessThanOrEqualTo(mostRows);
            assertThat(step.extra()).doesNotContain("filesort");
        });
    }
}
