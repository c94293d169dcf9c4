package dev.parley.chat.message;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.ChatWorld;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** Two channels that have written something every day from January 2025 on. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class RetentionTest {

    private static final long ONE = 1;
    private static final long OTHER = 2;

    ChatWorld world;
    MariaDbPoolDataSource source;
    JdbcClient jdbc;
    final List<Long> cleaned = new ArrayList<>();
    boolean cutShort;

    @BeforeEach
    void fill() throws Exception {
        world = new ChatWorld();
        world.migrated();
        source = new MariaDbPoolDataSource(world.store.jdbcUrl());
        source.setUser(world.store.username());
        source.setPassword(world.store.password());
        jdbc = JdbcClient.create(source);
        new MonthlyPartitions(jdbc, 12, clock("2025-01-01T00:00:00Z")).makeAhead();
        for (long channel : List.of(ONE, OTHER)) {
            jdbc.sql("""
                INSERT INTO channels (id, type, last_version, created_at, indexed_version)
                VALUES (?, 1, 300, UTC_TIMESTAMP(6), 300)""").param(channel).update();
            jdbc.sql(
                    """
                        INSERT INTO messages (channel_id, version, created_at, id, kind, sender_id, client_message_id, key_id, body)
                        SELECT :channel, seq, '2025-01-01' + INTERVAL seq - 1 DAY, seq, 1, 7, CONCAT('m', seq), 'k1', 'body'
                        FROM seq_1_to_300""")
                    .param("channel", channel).update();
            jdbc.sql("""
                INSERT INTO message_ids (channel_id, sender_id, client_message_id, version, created_at)
                SELECT channel_id, sender_id, client_message_id, version, created_at FROM messages
                WHERE channel_id = :channel""").param("channel", channel).update();
        }
    }

    @AfterEach
    void stop() throws Exception {
        source.close();
        world.close();
    }

    private static Clock clock(String now) {
        return Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    }

    private Retention retention(Period period, String now) {
        Traces traces = (channelId, below, limit) -> {
            if (cutShort) {
                throw new RecoverableDataAccessException("the store went away");
            }
            cleaned.add(channelId * 1000 + below);
            return 0;
        };
        return new Retention(jdbc, new JdbcTemplate(source), Fakes.noRecentMessages(), List.of(traces), period,
                clock(now));
    }

    private int count(String table, long channel) {
        return world.count("SELECT COUNT(*) FROM " + table + " WHERE channel_id = ?", channel);
    }

    private Timeline.Bounds bounds() {
        return new Timeline(jdbc).bounds(ONE);
    }

    @Test
    void monthsThatAreWhollyOlderGoWithWhatRefersToThem() {
        retention(Period.ofDays(60), "2025-05-15T03:00:00Z").dropAndClean();

        assertThat(MonthlyPartitions.existing(jdbc)).startsWith(YearMonth.of(2025, 3));
        assertThat(bounds()).isEqualTo(new Timeline.Bounds(60, 300)); // 31 days of January and 28 of February are gone
        for (long channel : List.of(ONE, OTHER)) {
            assertThat(count("messages", channel)).isEqualTo(241);
            assertThat(count("message_ids", channel)).isEqualTo(241);
        }
        assertThat(cleaned).containsExactly(1060L, 2060L);
    }

    @Test
    void aMonthStaysUntilItsLastDayIsOldEnough() {
        retention(Period.ofMonths(3), "2025-04-30T23:59:00Z").dropAndClean();
        assertThat(bounds().first()).isEqualTo(1);

        retention(Period.ofMonths(3), "2025-05-01T00:00:00Z").dropAndClean();
        assertThat(bounds().first()).isEqualTo(32);
    }

    @Test
    void withoutARetentionNothingIsEverDropped() {
        retention(Period.ZERO, "2099-01-01T00:00:00Z").dropAndClean();

        assertThat(count("messages", ONE)).isEqualTo(300);
        assertThat(cleaned).isEmpty();
    }

    @Test
    void whatWasCutShortIsEndedTheNextTime() {
        cutShort = true;
        retention(Period.ofMonths(1), "2025-03-15T00:00:00Z").dropAndClean();
        assertThat(bounds().first()).isEqualTo(32);
        assertThat(count("message_ids", OTHER)).isEqualTo(300);

        cutShort = false;
        retention(Period.ZERO, "2025-03-15T00:00:00Z").dropAndClean();
        retention(Period.ZERO, "2025-03-15T00:00:00Z").dropAndClean();

        assertThat(count("message_ids", OTHER)).isEqualTo(269);
        assertThat(cleaned).containsExactly(1032L, 2032L);
    }

    @Test
    void aChannelOfWhichNothingIsLeftGoesOnWithItsVersions() {
        retention(Period.ofMonths(1), "2026-01-31T00:00:00Z").dropAndClean();

        assertThat(bounds()).isEqualTo(new Timeline.Bounds(301, 300));
        assertThat(count("messages", ONE)).isZero();
        assertThat(HistoryRequest.of("0", null, null, null).within(bounds(), 50, time -> 301))
                .isEqualTo(new HistoryRequest.Range(300, 300));
    }

    @Test
    void everyQueryGoesByAnIndex() {
        jdbc.sql("""
            INSERT INTO channels (id, type, last_version, created_at)
            SELECT seq, 1, 0, UTC_TIMESTAMP(6) FROM seq_10_to_2000""").update();
        jdbc.sql("""
            INSERT INTO message_ids (channel_id, sender_id, client_message_id, version, created_at)
            SELECT 3, 7, CONCAT('m', seq), seq, UTC_TIMESTAMP(6) FROM seq_1_to_20000""").update();
        for (String table : List.of("channels", "messages", "message_ids")) {
            jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
        }

        QueryPlan.assertByIndex(QueryPlan.of(jdbc, Retention.TO_CLEAN, Map.of("after", 0)), 5);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, Retention.REMOVE_IDS,
                Map.of("channel", 3, "below", 50, "limit", 500)), 60);
        assertThat(QueryPlan.of(jdbc, Retention.LAST_OF_EACH.formatted("p202502"), Map.of("after", 1))).singleElement()
                .satisfies(step -> {
                    assertThat(step.index()).isEqualTo("PRIMARY");
                    assertThat(step.extra()).doesNotContain("filesort", "temporary");
                });
    }
}
