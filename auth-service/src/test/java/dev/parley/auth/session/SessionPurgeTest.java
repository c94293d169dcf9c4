package dev.parley.auth.session;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.auth.QueryPlans;
import dev.parley.auth.TestSchema;
import dev.parley.testkit.EmbeddedParts;

import static org.assertj.core.api.Assertions.assertThat;

@EmbeddedParts
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionPurgeTest {

    private static final LocalDateTime LONG_AGO = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final LocalDateTime IN_A_WHILE = LocalDateTime.of(2999, 1, 1, 0, 0);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private JdbcClient jdbc;

    /** Remembers how large the batches were. */
    private static final class CountedSessions extends ExpiredSessions {

        private final List<Integer> batches = new ArrayList<>();

        CountedSessions(JdbcClient jdbc) {
            super(jdbc, Clock.systemUTC());
        }

        @Override
        int remove(int limit) {
            int removed = super.remove(limit);
            batches.add(removed);
            return removed;
        }
    }

    @BeforeAll
    void schema() {
        jdbc = TestSchema.create();
        jdbc.sql(
                "INSERT INTO users (id, username, username_key, display_name, password_hash) VALUES (1, 'b', 'b', 'b', 'x')")
                .update();
    }

    @BeforeEach
    void clear() {
        jdbc.sql("DELETE FROM sessions").update();
        meters.clear();
    }

    @Test
    void thousandsGoInSeveralBatchesAndStandingOnesStay() {
        insert(1, 2300, LONG_AGO);
        insert(3001, 40, IN_A_WHILE);
        CountedSessions sessions = new CountedSessions(jdbc);
        purge(sessions, 500).run();

        assertThat(sessions.batches).containsExactly(500, 500, 500, 500, 300);
        assertThat(count()).isEqualTo(40);
        assertThat(meters.get("parley.auth.sessions.purged").counter().count()).isEqualTo(2300);
    }

    @Test
    void aLastBatchThatIsFullIsFollowedByAnEmptyOne() {
        insert(1, 20, LONG_AGO);
        CountedSessions sessions = new CountedSessions(jdbc);
        purge(sessions, 10).run();

        assertThat(sessions.batches).containsExactly(10, 10, 0);
    }

    @Test
    void expiredSessionsAreReachedByIndexOnly() {
        insert(1, 300, LONG_AGO);
        insert(301, 3000, IN_A_WHILE);
        jdbc.sql("ANALYZE TABLE sessions").query().listOfRows();

        QueryPlans.assertUses(jdbc, "sessions_by_expiry", ExpiredSessions.REMOVE, LONG_AGO.plusDays(1), 100);
    }

    private SessionPurge purge(ExpiredSessions sessions, int batchSize) {
        return new SessionPurge(sessions, new PurgeSettings(Duration.ofMinutes(10), batchSize), meters);
    }

    private void insert(int firstId, int number, LocalDateTime expiry) {
        jdbc.sql("""
            INSERT INTO sessions (id, user_id, login_number, refresh_hash, refresh_generation, created_at, last_used_at,
                                  expires_at)
            SELECT seq, 1, seq, REPEAT('x', 32), 0, :expiry, :expiry, :expiry FROM seq_0_to_99999
            WHERE seq >= :first AND seq < :end
            """).param("expiry", expiry).param("first", firstId).param("end", firstId + number).update();
    }

    private int count() {
        return jdbc.sql("SELECT COUNT(*) FROM sessions").query(Integer.class).single();
    }
}
