package dev.parley.chat.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.parley.chat.ChatWorld;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** Person 7 in two thousand channels of ninety messages, of which they have read some. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class UnreadTest {

    private static final long ME = 7;

    static ChatWorld world;
    static JdbcClient jdbc;

    @BeforeAll
    static void fill() {
        world = new ChatWorld();
        jdbc = world.migrated();
        jdbc.sql("""
            INSERT INTO channels (id, type, last_version, message_count, created_at)
            SELECT seq, 1, 100, 90, UTC_TIMESTAMP(6) FROM seq_1_to_2000""").update();
        jdbc.sql("""
            INSERT INTO subscriptions (channel_id, user_id, created_at, read_version, delivered_version, read_ordinal)
            SELECT 1 + seq MOD 2000, seq DIV 2000, UTC_TIMESTAMP(6), 50, 60, 45 FROM seq_0_to_19999""").update();
        jdbc.sql("INSERT INTO mentions SELECT 1 + seq MOD 2000, seq MOD 10, seq DIV 200 FROM seq_0_to_19999").update();
        jdbc.sql("INSERT IGNORE INTO mentions VALUES (1, 7, 50), (1, 7, 51), (1, 0, 51), (1, 0, 90), (1, 8, 91)")
                .update();
        jdbc.sql(
                "UPDATE subscriptions SET read_version = 100, delivered_version = 100, read_ordinal = 90 WHERE channel_id = 2")
                .update();
        for (String table : List.of("channels", "subscriptions", "mentions")) {
            jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
        }
        jdbc.sql("DELETE FROM mentions WHERE channel_id = 1 AND version NOT IN (50, 51, 90, 91)").update();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void unreadAndMentionsAreThoseAboveTheCursor() {
        Channels channels = new Channels(jdbc, new UnreadMentions(jdbc));

        assertThat(reading(channels.find(1, ME))).isEqualTo(new Reading(50, 60, 45, 2)); // 51, which says it twice, and 90
        assertThat(reading(channels.find(2, ME))).isEqualTo(new Reading(100, 100, 0, 0));
        assertThat(channels.page(ME, 3, 10)).extracting(channel -> channel.own().reading().mentions())
                .containsExactly(0L, 2L);
    }

    private static Reading reading(Optional<Channel> channel) {
        return channel.orElseThrow().own().reading();
    }

    @Test
    void theListOfTwoHundredChannelsAndItsMentionsAreReadByIndex() {
        List<Object> parameters = new ArrayList<>();
        LongStream.rangeClosed(1, 200).forEach(channel -> Collections.addAll(parameters, channel, ME, 98L));

        QueryPlan.assertByIndex(QueryPlan.of(jdbc, UnreadMentions.sql(200), parameters), 500);
        assertThat(QueryPlan.of(jdbc, Channels.PAGE, Map.of("user", ME, "before", Long.MAX_VALUE, "limit", 200)))
                .extracting(QueryPlan::index).doesNotContain("null");
    }

    @Test
    void whoComesToAChannelHasNothingToReadOfWhatWasBefore() {
        var source = new DriverManagerDataSource(world.store.jdbcUrl(), world.store.username(), world.store.password());
        new SubscriptionRows(jdbc, new JdbcTemplate(source)).insert(1, List.of(4711L), Role.MEMBER, Instant.now());

        assertThat(reading(new Channels(jdbc, new UnreadMentions(jdbc)).find(1, 4711)))
                .isEqualTo(new Reading(100, 100, 0, 0));
    }
}
