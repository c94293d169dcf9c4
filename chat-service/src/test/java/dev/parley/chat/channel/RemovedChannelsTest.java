package dev.parley.chat.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.ChatWorld;
import dev.parley.testkit.EmbeddedParts;

import static org.assertj.core.api.Assertions.assertThat;

/** The removal of what a channel held, by the store alone. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class RemovedChannelsTest {

    private ChatWorld world;
    private JdbcClient jdbc;

    @BeforeEach
    void start() {
        world = new ChatWorld();
        jdbc = world.migrated();
        jdbc.sql("INSERT INTO channels (id, type, last_version, created_at) VALUES (7, 2, 0, UTC_TIMESTAMP(6))")
                .update();
        jdbc.sql("""
            INSERT INTO subscriptions (channel_id, user_id, created_at) SELECT 7, seq, UTC_TIMESTAMP(6)
            FROM seq_1_to_1200""").update();
        jdbc.sql("INSERT INTO group_requests VALUES (1, 'k', 7)").update();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private int count(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }

    @Test
    void aChannelIsLostAtOnceAndWhatItHeldGoesInPieces() {
        List<Integer> pieces = new ArrayList<>();
        SubscriptionRemoval subscriptions = new SubscriptionRemoval(jdbc);
        RemovedChannels removed = new RemovedChannels(jdbc, List.of((channelId, limit) -> {
            pieces.add(subscriptions.removeSome(channelId, limit));
            return pieces.getLast();
        }));

        removed.remove(7);
        for (String sql : List.of(Channels.SUBSCRIBER, Channels.SUBSCRIPTIONS)) {
            assertThat(jdbc.sql(sql).params(Map.of("channel", 7, "user", 1, "users", List.of(1))).query().listOfRows())
                    .isEmpty();
        }
        assertThat(count("SELECT COUNT(*) FROM group_requests")).isZero();
        assertThat(count("SELECT COUNT(*) FROM subscriptions")).isEqualTo(1200);

        removed.emptySome();
        assertThat(pieces).containsExactly(500, 500, 200, 0);
        assertThat(count("SELECT COUNT(*) FROM subscriptions")).isZero();
        assertThat(count("SELECT COUNT(*) FROM removed_channels WHERE emptied")).isOne();
    }

    @Test
    void whatOneNodeBeganAnotherEnds() {
        int[] pieces = new int[1];
        SubscriptionRemoval subscriptions = new SubscriptionRemoval(jdbc);
        RemovedChannels dying = new RemovedChannels(jdbc, List.of((channelId, limit) -> {
            if (pieces[0]++ == 1) {
                throw new QueryTimeoutException("gone in the middle");
            }
            return subscriptions.removeSome(channelId, limit);
        }));
        dying.remove(7);

        dying.emptySome();
        assertThat(count("SELECT COUNT(*) FROM subscriptions")).isEqualTo(700);
        assertThat(count("SELECT COUNT(*) FROM removed_channels WHERE emptied")).isZero();

        new RemovedChannels(jdbc, List.of(subscriptions)).emptySome();
        assertThat(count("SELECT COUNT(*) FROM subscriptions")).isZero();
    }

    @Test
    void theNoteIsForgottenAfterSomeDays() {
        jdbc.sql("""
            INSERT INTO removed_channels VALUES (8, UTC_TIMESTAMP(6) - INTERVAL 8 DAY, TRUE),
              (9, UTC_TIMESTAMP(6) - INTERVAL 6 DAY, TRUE)""").update();

        new RemovedChannels(jdbc, List.of()).emptySome();

        assertThat(jdbc.sql("SELECT channel_id FROM removed_channels").query(Long.class).list()).containsExactly(9L);
    }
}
