package dev.parley.auth;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks at how the database would run a statement. */
public final class QueryPlans {

    private QueryPlans() {}

    /** Asserts that each table is reached through an index, this one first; no scan, no sort of its own. */
    public static void assertUses(JdbcClient jdbc, String index, String sql, Object... parameters) {
        List<Map<String, @Nullable Object>> plan = jdbc.sql("EXPLAIN " + sql).params(parameters).query().listOfRows();
        assertThat(plan).isNotEmpty();
        assertThat(plan.getFirst()).as("plan of %s", sql).containsEntry("key", index);
        assertThat(plan).allSatisfy(step -> {
            assertThat(step.get("type")).as("access of %s", step).isIn("const", "eq_ref", "ref", "range");
            assertThat(String.valueOf(step.get("Extra"))).doesNotContain("filesort").doesNotContain("temporary");
        });
    }
}
