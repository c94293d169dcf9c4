package dev.parley.chat.channel;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.QueryPlan;
import dev.parley.testkit.EmbeddedParts;

/** How the store answers the queries for channels when there are many rows: by index, never by scanning. */
@EmbeddedParts
class ChannelPlanTest {

    @Test
    void everyQueryGoesByAnIndex() {
        try (ChatWorld world = new ChatWorld()) {
            JdbcClient jdbc = world.migrated();
            jdbc.sql(
                    "INSERT INTO channels (id, type, last_version, created_at) SELECT seq, 1, 100, UTC_TIMESTAMP(6) FROM seq_1_to_5000")
                    .update();
            jdbc.sql("INSERT INTO direct_channels SELECT seq MOD 500, 1000 + seq, seq FROM seq_1_to_5000").update();
            jdbc.sql("INSERT INTO subscriptions SELECT seq, seq MOD 500, UTC_TIMESTAMP(6) FROM seq_1_to_5000").update();
            jdbc.sql("INSERT INTO subscriptions SELECT seq, 1000 + seq, UTC_TIMESTAMP(6) FROM seq_1_to_5000").update();
            for (String table : List.of("channels", "direct_channels", "subscriptions")) {
                jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
            }
            Map<String, Object> parameters = Map.of("lower", 7, "higher", 1007, "channel", 7, "user", 7, "before",
                    4000, "limit", 50, "channels", List.of(7, 8, 9), "users", List.of(7, 8, 9));

            for (String sql : List.of(Channels.DIRECT, Channels.BY_ID, Channels.PAGE, Channels.MEMBERS,
                    Channels.MEMBERSHIP, Channels.DELETED, Departures.CHANNELS, Departures.LOCK, Departures.OTHERS,
                    Departures.PAIR, Channels.SUBSCRIPTIONS)) {
                QueryPlan.assertByIndex(QueryPlan.of(jdbc, sql, parameters), 100);
            }
        }
    }
}
