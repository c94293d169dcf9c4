package dev.parley.chat.message;

import java.util.Collections;
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

/** How the store answers the queries of the message path when there are many rows: by index, never by scanning. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class MessagePlanTest {

    static ChatWorld world;
    static JdbcClient jdbc;

    @BeforeAll
    static void fill() {
        world = new ChatWorld();
        jdbc = world.migrated();
        jdbc.sql(
                "INSERT INTO channels (id, type, last_version, created_at) SELECT seq, 1, 100, UTC_TIMESTAMP(6) FROM seq_1_to_2000")
                .update();
        jdbc.sql("""
            INSERT INTO messages (channel_id, version, created_at, id, kind, sender_id, client_message_id, key_id, body)
            SELECT 1 + seq DIV 100, 1 + seq MOD 100, UTC_TIMESTAMP(6), 1 + seq, 1, 1 + seq MOD 2,
              CONCAT('m', seq), 'k1', 'body' FROM seq_0_to_19999""").update();
        jdbc.sql("""
            INSERT INTO message_ids SELECT 1 + seq DIV 100, 1 + seq MOD 2, CONCAT('m', seq), 1 + seq MOD 100,
              UTC_TIMESTAMP(6) FROM seq_0_to_19999""").update();
        for (String table : List.of("channels", "messages", "message_ids")) {
            jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
        }
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void channelsAreLockedAndComparedByPrimaryKey() {
        List<Long> channels = LongStream.rangeClosed(1, 50).boxed().toList();

        QueryPlan.assertByIndex(QueryPlan.of(jdbc, JdbcAppending.LOCK, Map.of("channels", channels)), 50);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, JdbcMessageLog.LAST_VERSIONS, Map.of("channels", channels)), 50);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, JdbcMessageLog.OPEN, Map.of("channels", channels)), 50);
    }

    @Test
    void aRangeOfVersionsCostsWhatIsInItNotTheHistory() {
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, JdbcMessageLog.READ, Map.of("channel", 7, "after", 95, "upTo", 100)),
                10);
    }

    @Test
    void knownKeysAreFoundByIndexForAWholeBatch() {
        List<Object> parameters = LongStream.range(0, 100)
                .boxed()
                .<Object>mapMulti((i, all) -> List.of(1 + i, 1, "m" + i).forEach(all))
                .toList();

        QueryPlan.assertByIndex(QueryPlan.of(jdbc, JdbcMessageLog.receiptsSql(Collections.nCopies(100, 1)), parameters),
                200);
    }

    @Test
    void whetherSendersMayStillWriteIsAskedByPrimaryKey() {
        jdbc.sql("""
            INSERT INTO subscriptions (channel_id, user_id, created_at)
            SELECT 1 + seq DIV 100, 1 + seq MOD 100, UTC_TIMESTAMP(6) FROM seq_0_to_19999""").update();
        jdbc.sql("INSERT INTO removed_channels SELECT 100000 + seq, UTC_TIMESTAMP(6), TRUE FROM seq_1_to_5000")
                .update();
        for (String table : List.of("subscriptions", "removed_channels")) {
            jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
        }

        QueryPlan.assertByIndex(QueryPlan.of(jdbc, SenderRights.sql(List.of(2, 1)), List.of(7, 1, 2, 9, 3)), 10);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, SenderRights.REMOVED, Map.of("channels", List.of(1, 100007))), 10);
    }
}
