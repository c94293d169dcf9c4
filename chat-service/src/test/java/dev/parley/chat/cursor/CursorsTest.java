package dev.parley.chat.cursor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.cursor.Cursors.Key;
import dev.parley.chat.cursor.Cursors.Moved;
import dev.parley.chat.cursor.Cursors.Position;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** Channels of ten entries, of which each second one is a text: version 10 is the fifth. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class CursorsTest {

    private static final long ANN = 7;
    private static final long BOB = 8;

    static ChatWorld world;
    static MariaDbPoolDataSource source;
    static JdbcClient jdbc;
    static Cursors cursors;

    @BeforeAll
    static void migrate() throws Exception {
        world = new ChatWorld();
        world.migrated();
        source = new MariaDbPoolDataSource(world.store.jdbcUrl());
        source.setUser(world.store.username());
        source.setPassword(world.store.password());
        jdbc = JdbcClient.create(source);
        cursors = new Cursors(jdbc, new JdbcTemplate(source), new JdbcTransactionManager(source));
    }

    @AfterAll
    static void stop() throws Exception {
        source.close();
        world.close();
    }

    private static long channel() {
        long id = Ids.next();
        jdbc.sql("""
            INSERT INTO channels (id, type, last_version, message_count, created_at, member_count)
            VALUES (?, 1, 10, 5, UTC_TIMESTAMP(6), 2)""").param(id).update();
        jdbc.sql("""
            INSERT INTO messages
              (channel_id, version, ordinal, created_at, id, kind, sender_id, client_message_id, key_id, body)
            SELECT ?, seq, seq DIV 2, UTC_TIMESTAMP(6), seq, IF(seq MOD 2 = 0, 1, 16), 1, CONCAT('m', seq), 'k1', 'body'
            FROM seq_1_to_10""").param(id).update();
        jdbc.sql("""
            INSERT INTO subscriptions (channel_id, user_id, created_at)
            VALUES (?, ?, UTC_TIMESTAMP(6)), (?, ?, UTC_TIMESTAMP(6))""").params(id, ANN, id, BOB).update();
        return id;
    }

    private static Moved move(long channel, long user, long read, long delivered) {
        Key key = new Key(channel, user);
        return java.util.Objects.requireNonNull(cursors.move(Map.of(key, new Position(read, delivered))).get(key));
    }

    /** Read version, delivered version and ordinal in the store. */
    private static List<Long> stored(long channel, long user) {
        return jdbc.sql("""
            SELECT read_version, delivered_version, read_ordinal FROM subscriptions
            WHERE channel_id = ? AND user_id = ?""").params(channel, user)
                .query((row, n) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3))).single();
    }

    @Test
    void aCursorKnowsHowManyMessagesThereAreUpToIt() {
        long channel = channel();

        assertThat(move(channel, ANN, 5, 0)).isEqualTo(new Moved(new Position(5, 5), true, 2));
        assertThat(stored(channel, ANN)).containsExactly(5L, 5L, 2L);
        move(channel, ANN, 10, 0);
        assertThat(stored(channel, ANN)).containsExactly(10L, 10L, 5L);
        assertThat(stored(channel, BOB)).containsExactly(0L, 0L, 0L);
    }

    @Test
    void aCursorNeverGoesBackAndNeverBeyondTheEnd() {
        long channel = channel();
        move(channel, ANN, 6, 8);

        assertThat(move(channel, ANN, 4, 7)).isEqualTo(new Moved(new Position(6, 8), false, 2));
        assertThat(move(channel, ANN, 0, 9)).isEqualTo(new Moved(new Position(6, 9), true, 2));
        assertThat(stored(channel, ANN)).containsExactly(6L, 9L, 3L);
        assertThat(move(channel, ANN, 4711, 4711).position()).isEqualTo(new Position(10, 10));
        assertThat(stored(channel, ANN)).containsExactly(10L, 10L, 5L);
    }

    @Test
    void manyAreMovedAtOnceAndWhoIsNoMemberIsLeftOut() {
        long one = channel();
        long other = channel();
        Key stranger = new Key(one, 4711);

        Map<Key, Moved> moved = cursors.move(Map.of(new Key(one, ANN), new Position(2, 2), new Key(one, BOB),
                new Position(2, 4), new Key(other, ANN), new Position(10, 10), stranger, new Position(3, 3)));

        assertThat(moved).hasSize(3).doesNotContainKey(stranger);
        assertThat(stored(one, ANN)).containsExactly(2L, 2L, 1L);
        assertThat(stored(one, BOB)).containsExactly(2L, 4L, 1L);
        assertThat(stored(other, ANN)).containsExactly(10L, 10L, 5L);
    }

    @Test
    void whoMovesThemAtOnceEndsWithTheFurthest() throws Exception {
        List<Long> channels = List.of(channel(), channel(), channel());
        List<Callable<Map<Key, Moved>>> movers = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            long version = i;
            for (long user : List.of(ANN, BOB)) {
                movers.add(() -> cursors.move(channels.stream().collect(java.util.stream.Collectors
                        .toMap(channel -> new Key(channel, user), channel -> new Position(version, version)))));
            }
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : executor.invokeAll(movers)) {
                result.get();
            }
        }

        for (long channel : channels) {
            assertThat(stored(channel, ANN)).containsExactly(10L, 10L, 5L);
            assertThat(stored(channel, BOB)).containsExactly(10L, 10L, 5L);
        }
    }

    @Test
    void whatWasDroppedIsNotUnreadAnyMore() {
        long channel = channel();
        move(channel, ANN, 7, 7);
        jdbc.sql("DELETE FROM messages WHERE channel_id = ? AND version < 6").param(channel).update();
        CursorTraces traces = new CursorTraces(cursors);

        traces.removeAll(channel, 6);

        assertThat(stored(channel, ANN)).containsExactly(7L, 7L, 3L);
        assertThat(stored(channel, BOB)).containsExactly(5L, 5L, 2L);
        jdbc.sql("DELETE FROM messages WHERE channel_id = ?").param(channel).update();
        traces.removeAll(channel, 11);
        assertThat(stored(channel, BOB)).containsExactly(10L, 10L, 5L);
        assertThat(traces.removeSome(channel, Long.MAX_VALUE, 10)).isZero();
    }

    @Test
    void everyQueryGoesByAnIndex() {
        jdbc.sql("""
            INSERT INTO channels (id, type, last_version, created_at)
            SELECT seq, 1, 100, UTC_TIMESTAMP(6) FROM seq_1_to_2000""").update();
        jdbc.sql("""
            INSERT INTO subscriptions (channel_id, user_id, created_at)
            SELECT 1 + seq DIV 10, seq MOD 10, UTC_TIMESTAMP(6) FROM seq_0_to_19999""").update();
        jdbc.sql("""
            INSERT INTO messages (channel_id, version, created_at, id, kind, sender_id, client_message_id, key_id, body)
            SELECT 1 + seq DIV 100, 1 + seq MOD 100, UTC_TIMESTAMP(6), seq, 1, 1, CONCAT('m', seq), 'k1', 'body'
            FROM seq_0_to_19999""").update();
        for (String table : List.of("channels", "subscriptions", "messages")) {
            jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
        }

        QueryPlan.assertByIndex(QueryPlan.of(jdbc, Cursors.rowsSql(3), List.of(1, 2, 100, 3, 900, 4)), 3);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, Cursors.ordinalsSql(3), List.of(1, 2, 100, 3, 150, 4)), 3);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, Cursors.UPDATE, List.of(1, 1, 1, 100, 3)), 1);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, Cursors.COUNT_BEFORE, Map.of("channel", 7, "version", 50)), 1);
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, Cursors.PASS_OVER,
                Map.of("channel", 7, "last", 50, "ordinal", 3, "limit", 500)), 10);
    }
}
