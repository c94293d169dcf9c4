package dev.parley.chat.message;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.TestClient;
import dev.parley.chat.TestNode;
import dev.parley.testkit.EmbeddedParts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@EmbeddedParts
class MonthlyPartitionsTest {

    @Test
    void aNodeMakesPartitionsAtItsStartAndNotWhileAnotherOneDoes() {
        try (ChatWorld world = new ChatWorld()) {
            TestNode node = world.node(Map.of("parley.chat.messages.months-ahead", "2"));
            await().atMost(TestClient.PATIENCE).until(() -> partitions(world).size() == 4);
            List<String> made = partitions(world);
            assertThat(made).endsWith("later");
            await().atMost(TestClient.PATIENCE)
                    .until(() -> world.count("SELECT COUNT(*) FROM shedlock WHERE lock_until > UTC_TIMESTAMP(3)") == 0);
            world.jdbc().sql("ALTER TABLE messages DROP PARTITION " + made.get(2)).update();

            world.jdbc().sql("UPDATE shedlock SET lock_until = UTC_TIMESTAMP(3) + INTERVAL 1 DAY").update();
            node.bean(MonthlyPartitions.class).makeAhead();
            assertThat(partitions(world)).doesNotContain(made.get(2));

            world.jdbc().sql("UPDATE shedlock SET lock_until = UTC_TIMESTAMP(3) - INTERVAL 1 DAY").update();
            node.bean(MonthlyPartitions.class).makeAhead();
            assertThat(partitions(world)).isEqualTo(made);
        }
    }

    private static List<String> partitions(ChatWorld world) {
        return world.jdbc().sql("""
            SELECT partition_name FROM information_schema.partitions
            WHERE table_schema = DATABASE() AND table_name = 'messages' ORDER BY partition_ordinal_position""")
                .query((row, n) -> row.getString(1))
                .list();
    }
}
