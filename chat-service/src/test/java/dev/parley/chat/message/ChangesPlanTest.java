package dev.parley.chat.message;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.ChatWorld;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.QueryPlan;

/** How the store answers what edits, recalls and reactions ask of it when there are many of them: by index, never by scanning. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class ChangesPlanTest {

    static ChatWorld world;
    static JdbcClient jdbc;

    @BeforeAll
    static void fill() {
        world = new ChatWorld();
        jdbc = world.migrated();
        jdbc.sql(
                "INSERT INTO message_edits SELECT 1 + seq DIV 100, 1 + seq MOD 50, 51 + seq MOD 100 FROM seq_0_to_9999")
                .update();
        jdbc.sql("INSERT INTO erased_messages SELECT 1 + seq DIV 100, 1 + seq MOD 100 FROM seq_0_to_9999").update();
        jdbc.sql("""
            INSERT INTO reactions SELECT 1 + seq DIV 100, 1 + seq MOD 10, 1 + seq MOD 100, 'x' FROM seq_0_to_9999""")
                .update();
        jdbc.sql("""
            INSERT INTO reaction_counts SELECT 1 + seq DIV 100, 1 + seq MOD 50, CONCAT('x', seq DIV 50 MOD 2), 60, 1
            FROM seq_0_to_9999""").update();
        jdbc.sql("INSERT INTO mentions SELECT 1 + seq DIV 100, 1 + seq MOD 10, 1 + seq MOD 100 FROM seq_0_to_9999")
                .update();
        jdbc.sql("""
            INSERT INTO messages (channel_id, version, created_at, id, kind, sender_id, client_message_id, key_id, body)
            SELECT 1 + seq DIV 100, 1 + seq MOD 100, UTC_TIMESTAMP(6), 1 + seq, 1, 1 + seq MOD 2,
              CONCAT('m', seq), 'k1', 'body' FROM seq_0_to_9999""").update();
        for (String table : List.of("message_edits", "erased_messages", "reactions", "reaction_counts", "mentions",
                "messages")) {
            jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
        }
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static void assertByIndex(String sql, Map<String, ?> parameters, int mostRows) {
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, sql, parameters), mostRows);
    }

    private static List<Object> numbers(int count) {
        return LongStream.range(0, count).<Object>mapToObj(i -> 1 + i % 50).toList();
    }

    @Test
    void whatAPageShowsIsFoundByItsTexts() {
        List<Long> targets = LongStream.rangeClosed(1, 10).boxed().toList();
        Map<String, Object> page = Map.of("channel", 7, "targets", targets, "reader", 3);

        assertByIndex(CurrentState.NEWEST_EDITS, page, 20);
        assertByIndex(CurrentState.COUNTS, page, 20);
        assertByIndex(CurrentState.MINE, page, 10);
        assertByIndex(CurrentState.EMOJIS, Map.of("channel", 7, "target", 3), 2);
        assertByIndex(JdbcMessageLog.READ_THESE, Map.of("channel", 7, "versions", targets), 10);
    }

    @Test
    void whatWasRecalledInARangeCostsWhatIsInIt() {
        assertByIndex(JdbcMessageLog.ERASED, Map.of("channel", 7, "after", 90, "upTo", 100), 10);
    }

    @Test
    void theWriterFindsTheStateOfAWholeBatchByIndex() {
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, ChangeTables.recalledSql(50), numbers(100)), 50);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, ChangeTables.countsSql(50), numbers(100)), 100);
        List<Object> reactions = LongStream.range(0, 50).boxed()
                .<Object>mapMulti((i, all) -> List.of(1 + i, 1 + i % 10, 1 + i, "x".getBytes(
                        java.nio.charset.StandardCharsets.UTF_8)).forEach(all))
                .toList();
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, ChangeTables.reactedSql(50), reactions), 50);
    }

    @Test
    void aRecallTouchesWhatItTakesBack() {
        assertByIndex(ChangeTables.EDITS_OF, Map.of("channel", 7, "target", 3), 2);
        assertByIndex(ChangeTables.ERASE, Map.of("channel", 7, "versions", List.of(3, 53, 63)), 10);
        ChangeTables.FORGET.forEach(sql -> assertByIndex(sql, Map.of("channel", 7, "target", 3), 20));
    }

    @Test
    void whatIsDroppedIsFoundByIndex() {
        ChangeTraces.REMOVE.forEach(
                sql -> assertByIndex(sql, Map.of("channel", 7, "below", 20, "limit", 100), 100));
    }
}
