package dev.parley.auth.session;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of the token table whose session has expired. They are worth nothing: their tokens are refused as if they were gone. */
@Repository
class ExpiredSessions {

    // index: sessions_by_expiry
    static final String REMOVE = """
        DELETE FROM sessions WHERE expires_at <= ? ORDER BY expires_at LIMIT ?
        """;

    private final JdbcClient jdbc;
    private final Clock clock;

    ExpiredSessions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Removes up to so many; how many. One short transaction, which locks no row that has not expired. */
    @Transactional(isolation = Isolation.READ_COMMITTED) // no gap locks before the standing ones
    int remove(int limit) {
        return jdbc.sql(REMOVE).params(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC), limit).update();
    }
}
