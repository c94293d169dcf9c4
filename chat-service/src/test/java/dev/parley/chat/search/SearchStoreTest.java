package dev.parley.chat.search;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

import dev.parley.chat.ChatWorld;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** The index in the store, with many rows: who works on what, what is found, and that nothing scans. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class SearchStoreTest {

    private static final long COMMON = 1;
    private static final long RARE = 2;

    static ChatWorld world;
    static JdbcClient jdbc;
    static MariaDbPoolDataSource source;
    static SearchTerms terms;
    static SearchClaims claims;

    @BeforeAll
    static void fill() throws Exception {
        world = new ChatWorld();
        world.migrated();
        source = new MariaDbPoolDataSource(world.store.jdbcUrl());
        source.setUser(world.store.username());
        source.setPassword(world.store.password());
        jdbc = JdbcClient.create(source);
        terms = new SearchTerms(jdbc, new JdbcTemplate(source));
        claims = new SearchClaims(jdbc, new JdbcTransactionManager(source));
        jdbc.sql("""
            INSERT INTO channels (id, type, last_version, created_at, indexed_version)
            SELECT seq, 1, 100, UTC_TIMESTAMP(6), 100 FROM seq_1_to_5000""").update();
        jdbc.sql("INSERT INTO search_terms SELECT 1, 1, seq FROM seq_1_to_20000").update();
        jdbc.sql("INSERT INTO search_terms SELECT 1, 2, 1000 * seq FROM seq_1_to_20").update();
        jdbc.sql("INSERT INTO search_terms SELECT 2 + seq MOD 100, seq, seq FROM seq_1_to_20000").update();
        for (String table : List.of("channels", "search_terms")) {
            jdbc.sql("ANALYZE TABLE " + table).query().listOfRows();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        source.close();
        world.close();
    }

    private static long channel(long id, long last, long indexed) {
        jdbc.sql("""
            INSERT INTO channels (id, type, last_version, created_at, indexed_version)
            VALUES (?, 1, ?, UTC_TIMESTAMP(6), ?)""").params(id, last, indexed).update();
        return id;
    }

    @Test
    void theRarestTermLeadsAndTheOthersAreLookedUp() {
        assertThat(terms.rarestFirst(1, List.of(COMMON, RARE), Long.MAX_VALUE)).containsExactly(RARE, COMMON);
        assertThat(terms.candidates(1, List.of(RARE, COMMON), 5001, 3))
                .extracting(SearchTerms.Candidate::version).containsExactly(5000L, 4000L, 3000L);
        assertThat(terms.candidates(1, List.of(COMMON, RARE), 5001, 2))
                .containsExactly(new SearchTerms.Candidate(5000, true), new SearchTerms.Candidate(4999, false));
    }

    @Test
    void aChannelIsDueFromItsMessageUntilItIsIndexed() {
        long channel = channel(100_001, 3, 3);
        assertThat(claims.due(100_000, 10)).doesNotContain(channel);

        jdbc.sql("UPDATE channels SET last_version = 4 WHERE id = ?").param(channel).update();
        assertThat(claims.due(100_000, 10)).contains(channel);

        assertThat(claims.alone(channel, progress -> {
            assertThat(progress).isEqualTo(new SearchClaims.Progress(channel, 3, 1, 4));
            assertThat(claims.alone(channel, again -> {})).as("nested, in the same transaction").isTrue();
            claims.indexed(channel, 4);
        })).isTrue();
        assertThat(claims.due(100_000, 10)).doesNotContain(channel);
    }

    @Test
    void nobodyElseWorksOnAChannelMeanwhile() throws Exception {
        long channel = channel(100_002, 3, 0);
        boolean[] other = {true};

        boolean mine = claims.alone(channel, progress -> {
            Thread thread = new Thread(() -> other[0] = claims.alone(channel, again -> {}));
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(mine).isTrue();
        assertThat(other[0]).isFalse();
        assertThat(claims.alone(999_999_999, progress -> {})).as("no such channel").isFalse();
    }

    @Test
    void termsAreAddedOnceAndRemovedByVersion() {
        long channel = 200_000;
        terms.add(channel, Map.of(1L, Set.of(7L, 8L), 2L, Set.of(7L), 3L, Set.of(7L, 9L)));
        terms.add(channel, Map.of(3L, Set.of(7L)));
        terms.remove(channel, Set.of(3L));
        assertThat(rows(channel)).isEqualTo(3);

        SearchTraces traces = new SearchTraces(claims, terms);
        assertThat(traces.removeSome(channel, 2, 1)).isEqualTo(1);
        assertThat(traces.removeSome(channel, 2, 10)).isEqualTo(1);
        assertThat(traces.removeSome(channel, 2, 10)).isZero();
        assertThat(rows(channel)).isEqualTo(1);
        assertThat(traces.removeSome(channel, Long.MAX_VALUE, 10)).isEqualTo(1);
    }

    private static int rows(long channel) {
        return world.count("SELECT COUNT(*) FROM search_terms WHERE channel_id = ?", channel);
    }

    @Test
    void everyQueryGoesByAnIndex() {
        jdbc.sql("INSERT IGNORE INTO search_locks SELECT seq FROM seq_1_to_2000").update();
        Map<String, Object> parameters = Map.of("channel", 7, "versions", List.of(5, 105, 205), "version", 300, "limit",
                10,
                "after", 3, "upTo", 20);

        for (String sql : List.of(SearchTerms.REMOVE, SearchTerms.REMOVE_BELOW, SearchClaims.DUE, SearchClaims.STATE,
                SearchClaims.CLAIM, SearchClaims.EXISTS, IndexKey.FORGET)) {
            QueryPlan.assertByIndex(QueryPlan.of(jdbc, sql, parameters), 50);
        }
    }

    @Test
    void aSearchReadsItsWindowNotTheChannel() {
        List<QueryPlan> plan = QueryPlan.of(jdbc, SearchTerms.candidatesSql(3),
                List.of(1, RARE, 1, 5L, 1, COMMON, 5000, 100));
        assertThat(plan).filteredOn(step -> step.access().equals("eq_ref")).hasSize(2)
                .allSatisfy(step -> assertThat(step.rows()).isEqualTo(1));
        assertWindow(plan);
        String some = SearchTerms.FREQUENCY.formatted(1000);
        assertWindow(QueryPlan.of(jdbc, some, List.of(1, COMMON, 5000)));
    }

    /** The first term is read in its order, and nothing else is sorted or scanned but what that read. */
    private static void assertWindow(List<QueryPlan> plan) {
        assertThat(plan).filteredOn(step -> step.index().equals("PRIMARY") && step.access().equals("range"))
                .singleElement()
                .satisfies(step -> assertThat(step.extra()).doesNotContain("filesort"));
        assertThat(plan).filteredOn(step -> step.access().equals("ALL")).hasSizeLessThanOrEqualTo(1)
                .allSatisfy(step -> assertThat(step.index()).isEqualTo("null")); // the window itself
    }

    @Test
    void anotherKeyMakesTheIndexAnewOnce() {
        jdbc.sql("CREATE TABLE terms_aside LIKE search_terms").update();
        jdbc.sql("INSERT INTO terms_aside SELECT * FROM search_terms").update();
        IndexKey before = new IndexKey(jdbc, new BlindIndex("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
        IndexKey after = new IndexKey(jdbc, new BlindIndex("/wECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
        before.takeOver();
        before.takeOver();
        assertThat(before.isUsable()).isTrue();
        assertThat(after.isUsable()).isFalse();
        assertThat(world.count("SELECT COUNT(*) FROM search_terms WHERE channel_id = 1")).isEqualTo(20_020);

        after.takeOver();

        assertThat(before.isUsable()).isFalse();
        assertThat(after.isUsable()).isTrue();
        assertThat(world.count("SELECT COUNT(*) FROM search_terms")).isZero();
        assertThat(world.count("SELECT COUNT(*) FROM channels WHERE id <= 5000 AND search_due")).isEqualTo(5000);
        jdbc.sql("UPDATE search_key SET rebuilding = TRUE").update();
        assertThat(after.isUsable()).as("cut short").isFalse();
        after.takeOver();
        assertThat(after.isUsable()).isTrue();
        jdbc.sql("UPDATE channels SET indexed_version = last_version WHERE id <= 5000").update();
        jdbc.sql("INSERT INTO search_terms SELECT * FROM terms_aside").update();
    }
}
