package dev.parley.chat.presence;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.ChatWorld;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may see whom, in the store alone; and that the answer is found by index. */
@EmbeddedParts
class PresencePlanTest {

    @Test
    void everyQueryGoesByAnIndex() {
        try (ChatWorld world = new ChatWorld()) {
            JdbcClient jdbc = world.migrated();
            jdbc.sql("INSERT INTO subscriptions (channel_id, user_id, created_at) "
                    + "SELECT seq, seq MOD 500, UTC_TIMESTAMP(6) FROM seq_1_to_5000").update();
            jdbc.sql("INSERT INTO subscriptions (channel_id, user_id, created_at) "
                    + "SELECT seq, 1000 + seq, UTC_TIMESTAMP(6) FROM seq_1_to_5000").update();
            jdbc.sql(
                    "INSERT INTO relations SELECT seq MOD 500, 1000 + seq, 3, UTC_TIMESTAMP(6), NULL FROM seq_1_to_20000")
                    .update();
            jdbc.sql("INSERT INTO channels (id, type, last_version, created_at) "
                    + "SELECT seq, 1, 0, UTC_TIMESTAMP(6) FROM seq_1_to_5000").update();
            for (String table : List.of("relations", "subscriptions")) {
                jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
            }
            Map<String, Object> parameters = Map.of("viewer", 1007, "users", List.of(7, 8, 9), "channel", 7);

            for (String sql : List.of(PresenceVisibility.RELATIONS, PresenceVisibility.IN_SHARED_CHANNELS,
                    TypingHandler.MEMBER_COUNT)) {
                QueryPlan.assertByIndex(QueryPlan.of(jdbc, sql, parameters), 200);
            }
        }
    }

    @Test
    void peopleAreSeenByContactsAndInSharedChannelsButNotByWhomTheyBlock() {
        try (ChatWorld world = new ChatWorld()) {
            JdbcClient jdbc = world.migrated();
            long me = 1;
            jdbc.sql("""
                INSERT INTO relations (user_id, other_id, contact, contact_since, blocked_at) VALUES
                  (2, 1, 3, UTC_TIMESTAMP(6), NULL), (3, 1, 2, UTC_TIMESTAMP(6), NULL),
                  (4, 1, 0, NULL, UTC_TIMESTAMP(6)), (1, 5, 0, NULL, UTC_TIMESTAMP(6)), (5, 1, 0, NULL, NULL)""")
                    .update();
            jdbc.sql("""
                INSERT INTO subscriptions (channel_id, user_id, created_at) VALUES
                  (10, 1, UTC_TIMESTAMP(6)), (10, 4, UTC_TIMESTAMP(6)), (10, 5, UTC_TIMESTAMP(6)),
                  (10, 6, UTC_TIMESTAMP(6)), (11, 7, UTC_TIMESTAMP(6)), (11, 3, UTC_TIMESTAMP(6))""").update();

            assertThat(new PresenceVisibility(jdbc).visible(me, List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L)))
                    .containsExactlyInAnyOrder(1L, 2L, 5L, 6L);
        }
    }
}
