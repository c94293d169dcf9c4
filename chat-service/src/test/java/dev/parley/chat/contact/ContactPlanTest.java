package dev.parley.chat.contact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.ChatWorld;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.QueryPlan;

/** How the store answers the queries about people when there are many rows: by index, never by scanning. */
@EmbeddedParts
class ContactPlanTest {

    @Test
    void everyQueryGoesByAnIndex() {
        try (ChatWorld world = new ChatWorld()) {
            JdbcClient jdbc = world.migrated();
            jdbc.sql("""
                INSERT INTO relations SELECT seq MOD 500, 1000 + seq, seq MOD 4, UTC_TIMESTAMP(6),
                  IF(seq MOD 3 = 0, UTC_TIMESTAMP(6), NULL) FROM seq_1_to_20000""").update();
            jdbc.sql("INSERT INTO user_settings SELECT seq, 1 FROM seq_1_to_5000").update();
            jdbc.sql("INSERT INTO deleted_users SELECT seq, UTC_TIMESTAMP(6) FROM seq_1_to_5000").update();
            for (String table : List.of("relations", "user_settings", "deleted_users")) {
                jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
            }
            Map<String, Object> parameters = new HashMap<>(
                    Map.of("user", 7, "one", 7, "other", 1007, "contact", 3, "limit", 51,
                            "since", "9999-12-31 00:00:00", "below", Long.MAX_VALUE, "users", List.of(7, 8)));
            parameters.putAll(Map.of("reader", 7, "writer", 1007, "readers", List.of(7, 8)));

            for (String sql : List.of(Relations.PAIR, Relations.CONTACTS, Relations.BLOCKS, Relations.SOME_OF,
                    UserSettings.READ, StoredAcceptance.RELATIONS_OF_MANY,
                    StoredAcceptance.CHOICES_OF_MANY)) {
                QueryPlan.assertByIndex(QueryPlan.of(jdbc, sql, parameters), 100);
            }
            QueryPlan.assertByIndex(QueryPlan.of(jdbc, StoredAcceptance.ACCEPTANCE, parameters).stream()
                    .filter(step -> !step.extra().contains("No tables used")).toList(), 1);
            for (String count : List.of(Relations.COUNT_CONTACTS, Relations.COUNT_BLOCKS)) {
                String counted = count.substring(count.indexOf('(', count.indexOf("FROM")) + 1, count.lastIndexOf(')'));
                QueryPlan.assertByIndex(QueryPlan.of(jdbc, counted, parameters), 100);
            }
        }
    }
}
