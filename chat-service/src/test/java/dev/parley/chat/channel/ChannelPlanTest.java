package dev.parley.chat.channel;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.ChatWorld;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** How the store answers the queries for channels when there are many rows: by index, never by scanning. */
@EmbeddedParts
class ChannelPlanTest {

    private static final long LARGE = 9000;

    @Test
    void everyQueryGoesByAnIndex() {
        try (ChatWorld world = new ChatWorld()) {
            JdbcClient jdbc = world.migrated();
            fill(jdbc);
            Map<String, Object> parameters = Map.of("lower", 7, "higher", 1007, "channel", 7, "user", 7, "before",
                    4000, "limit", 50, "channels", List.of(7, 8, 9), "users", List.of(7, 8, 9), "key", "k7");

            for (String sql : List.of(OwnChannels.DIRECT, OwnChannels.SAVED, Channels.BY_ID, Channels.PAGE,
                    Channels.MEMBERS, Channels.SUBSCRIBER, Channels.SUBSCRIPTIONS, SubscriptionRows.ONE,
                    SubscriptionRows.AMONG, DeletedUsers.AMONG, GroupTransactions.LOCK, Groups.BY_REQUEST,
                    Departures.CHANNELS, Departures.OTHERS)) {
                QueryPlan.assertByIndex(QueryPlan.of(jdbc, sql, parameters), 100);
            }
        }
    }

    @Test
    void whatIsAskedOfALargeGroupCostsWhatIsAskedFor() {
        try (ChatWorld world = new ChatWorld()) {
            JdbcClient jdbc = world.migrated();
            fill(jdbc);
            Map<String, Object> parameters = Map.of("channel", LARGE, "user", 700, "users", List.of(7, 8, 9), "after",
                    500, "limit", 50, "role", 2, "before", "2020-01-01");

            for (String sql : List.of(Channels.BY_ID, Channels.SUBSCRIBER, SubscriptionRows.ONE, SubscriptionRows.AMONG,
                    GroupTransactions.LOCK)) {
                QueryPlan.assertByIndex(QueryPlan.of(jdbc, sql, parameters), 10);
            }
            // These are estimated for the whole group; their order is the index's, and so is the end after LIMIT rows.
            for (String sql : List.of(SubscriptionRows.PAGE, SubscriptionRows.OLDEST, SubscriptionRemoval.REMOVE,
                    RemovedChannels.TO_EMPTY, RemovedChannels.FORGET)) {
                QueryPlan.assertByIndex(QueryPlan.of(jdbc, sql, parameters), 30_000);
            }
            assertThat(QueryPlan.of(jdbc, SubscriptionRows.OLDEST, parameters)).extracting(QueryPlan::index)
                    .containsExactly("subscriptions_by_role");
            assertThat(QueryPlan.of(jdbc, RemovedChannels.TO_EMPTY, parameters)).extracting(QueryPlan::index)
                    .containsExactly("removed_channels_by_state");
        }
    }

    private static void fill(JdbcClient jdbc) {
        for (String sql : List.of("""
            INSERT INTO channels (id, type, last_version, created_at, member_count)
            SELECT seq, 1, 100, UTC_TIMESTAMP(6), 2 FROM seq_1_to_5000""", """
            INSERT INTO channels (id, type, last_version, created_at, member_count, title)
            SELECT 9000, 2, 100, UTC_TIMESTAMP(6), 10000, 'Large'""", """
            INSERT INTO direct_channels (lower_user_id, higher_user_id, channel_id, opened_by)
            SELECT seq MOD 500, 1000 + seq, seq, 1000 + seq FROM seq_1_to_5000""", """
            INSERT INTO subscriptions (channel_id, user_id, created_at)
            SELECT seq, seq MOD 500, UTC_TIMESTAMP(6) FROM seq_1_to_5000""", """
            INSERT INTO subscriptions (channel_id, user_id, created_at)
            SELECT seq, 1000 + seq, UTC_TIMESTAMP(6) FROM seq_1_to_5000""", """
            INSERT INTO subscriptions (channel_id, user_id, created_at, role)
            SELECT 9000, seq, UTC_TIMESTAMP(6), IF(seq MOD 5 = 0, 2, 3) FROM seq_1_to_10000""", """
            INSERT INTO saved_channels SELECT seq, 100000 + seq FROM seq_1_to_5000""", """
            INSERT INTO group_requests SELECT seq MOD 500, CONCAT('k', seq), seq FROM seq_1_to_5000""", """
            INSERT INTO removed_channels SELECT seq, UTC_TIMESTAMP(6), seq MOD 10 > 0 FROM seq_1_to_5000""")) {
            jdbc.sql(sql).update();
        }
        for (String table : List.of("channels", "direct_channels", "subscriptions", "saved_channels", "group_requests",
                "removed_channels")) {
            jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
        }
    }
}
