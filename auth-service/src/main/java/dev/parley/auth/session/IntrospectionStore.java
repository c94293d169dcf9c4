package dev.parley.auth.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A session and whose it is, as of now: always asks the primary. */
@Repository
class IntrospectionStore {

    // index: primary keys of both
    static final String FIND = """
        SELECT s.user_id, u.username, s.refresh_hash, s.last_used_at, s.expires_at
        FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.id = ? AND s.expires_at > ?
        """;

    /**
     * A session that stands.
     *
     * @param refreshedAt when its newest refresh token was issued
     */
    record Session(long userId, String username, byte[] refreshHash, Instant refreshedAt, Instant expiresAt) {}

    private final JdbcClient jdbc;
    private final Clock clock;

    IntrospectionStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The session with this id, if it stands. */
    Optional<Session> find(long sessionId) {
        return jdbc.sql(FIND)
                .params(sessionId, LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .query(IntrospectionStore::session)
                .optional();
    }

    private static Session session(ResultSet row, int number) throws SQLException {
        return new Session(row.getLong("user_id"), row.getString("username"), row.getBytes("refresh_hash"),
                time(row, "last_used_at"), time(row, "expires_at"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
