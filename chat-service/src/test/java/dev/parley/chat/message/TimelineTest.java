package dev.parley.chat.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.message.Timeline.Bounds;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** A channel with an entry a minute, and one of whose two hundred entries the first half is gone. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class TimelineTest {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static ChatWorld world;
    static JdbcClient jdbc;

    @BeforeAll
    static void fill() {
        world = new ChatWorld();
        jdbc = world.migrated();
        jdbc.sql(
                """
                    INSERT INTO channels (id, type, last_version, created_at, first_version)
                    VALUES (1, 1, 20000, UTC_TIMESTAMP(6), 1), (2, 1, 200, UTC_TIMESTAMP(6), 101), (3, 1, 0, UTC_TIMESTAMP(6), 1)""")
                .update();
        jdbc.sql("""
            INSERT INTO message_ids (channel_id, sender_id, client_message_id, version, created_at)
            SELECT 1, 1, CONCAT('m', seq), seq, '2026-01-01' + INTERVAL seq MINUTE FROM seq_1_to_20000""").update();
        jdbc.sql("""
            INSERT INTO message_ids (channel_id, sender_id, client_message_id, version, created_at)
            SELECT 2, 1, CONCAT('m', seq), seq, '2026-01-01' + INTERVAL seq MINUTE FROM seq_101_to_200""").update();
        jdbc.sql("ANALYZE TABLE message_ids").query().listOfRows();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private final Timeline timeline = new Timeline(jdbc);

    private static Instant minute(long minute) {
        return START.plusSeconds(60 * minute);
    }

    @Test
    void theFirstEntryAtOrAfterATimeIsFound() {
        Bounds bounds = timeline.bounds(1);

        for (long version : List.of(1L, 2L, 15L, 16L, 17L, 9_999L, 10_000L, 19_999L, 20_000L)) {
            assertThat(timeline.firstAt(1, bounds, minute(version))).isEqualTo(version);
            assertThat(timeline.firstAt(1, bounds, minute(version).minusSeconds(59))).isEqualTo(version);
        }
        assertThat(timeline.firstAt(1, bounds, START)).isEqualTo(1);
        assertThat(timeline.firstAt(1, bounds, minute(20_000).plusMillis(1))).isEqualTo(20_001);
    }

    @Test
    void whatWasDroppedIsNotFoundAgain() {
        Bounds bounds = timeline.bounds(2);

        assertThat(bounds).isEqualTo(new Bounds(101, 200));
        assertThat(timeline.firstAt(2, bounds, START)).isEqualTo(101);
        assertThat(timeline.firstAt(2, bounds, minute(150))).isEqualTo(150);
        assertThat(timeline.firstAt(2, bounds, minute(999))).isEqualTo(201);
    }

    @Test
    void anEmptyOrUnknownChannelHasNothingAtAnyTime() {
        for (long channel : List.of(3L, 4711L)) {
            assertThat(timeline.firstAt(channel, timeline.bounds(channel), START)).isEqualTo(1);
        }
    }

    @Test
    void timesAreLookedUpByIndexHoweverLongTheHistory() {
        List<Long> versions = List.of(10L, 5_000L, 15_000L);

        QueryPlan.assertByIndex(QueryPlan.of(jdbc, Timeline.TIMES, Map.of("channel", 1, "versions", versions)), 3);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, Timeline.BOUNDS, Map.of("channel", 1)), 1);
    }
}
