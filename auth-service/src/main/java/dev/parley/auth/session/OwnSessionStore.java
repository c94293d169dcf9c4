package dev.parley.auth.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.auth.AuthProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.BearerToken;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/** The rows of the token table that belong to one person, for that person. Always asks the primary. */
@Repository
class OwnSessionStore {

    // index: sessions_by_user, backwards
    static final String PAGE = """
        SELECT id, login_number, device, address, created_at, last_used_at, expires_at
        FROM sessions WHERE user_id = ? AND login_number < ? AND expires_at > ? ORDER BY login_number DESC LIMIT ?
        """;
    // index: sessions_by_user
    static final String OTHERS = """
        SELECT id FROM sessions WHERE user_id = ? AND id <> ?
        """;
    // index: primary key, as in all that follow
    static final String HOLD_PERSON = """
        SELECT id FROM users WHERE id = ? FOR UPDATE
        """;
    static final String HOLD_SESSION = """
        SELECT expires_at > ? FROM sessions WHERE id = ? AND user_id = ? FOR UPDATE
        """;
    static final String END = """
        DELETE FROM sessions WHERE id = ? AND user_id = ?
        """;

    private final JdbcClient jdbc;
    private final Clock clock;

    OwnSessionStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Standing sessions of a person, newest login first, from below this login number on. */
    List<OwnSession> page(long userId, long below, int limit) {
        return jdbc.sql(PAGE).params(userId, below, now(), limit).query(OwnSessionStore::row).list();
    }

    /**
     * Holds the person and the session of the token until the transaction ends. The person first, as a login does, so that
     * two changes by one person come one after the other and cannot deadlock.
     *
     * @throws ProblemException {@code session-ended}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(Identity me) {
        boolean exists = jdbc.sql(HOLD_PERSON).param(me.userId()).query(Long.class).optional().isPresent();
        boolean stands = exists && sessionOf(me).flatMap(id -> jdbc.sql(HOLD_SESSION).params(now(), id, me.userId())
                .query(Boolean.class).optional()).orElse(false);
        if (!stands) {
            throw ended();
        }
    }

    /**
     * Ends one session of the person of the token; false if they have no such session.
     *
     * @throws ProblemException {@code session-ended} for the token's own
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public boolean end(Identity me, long sessionId) {
        hold(me);
        return jdbc.sql(END).params(sessionId, me.userId()).update() == 1;
    }

    /**
     * Ends all sessions of the person of the token; which ones.
     *
     * @throws ProblemException {@code session-ended} for the token's own
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public List<Long> endAll(Identity me) {
        hold(me);
        List<Long> ended = new ArrayList<>(endOthers(me));
        long own = sessionOf(me).orElseThrow(OwnSessionStore::ended);
        jdbc.sql(END).params(own, me.userId()).update();
        ended.add(own);
        return ended;
    }

    /** Ends the sessions of a person but the held one; which ones. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Long> endOthers(Identity me) {
        long own = sessionOf(me).orElseThrow(OwnSessionStore::ended);
        List<Long> others = jdbc.sql(OTHERS).params(me.userId(), own).query((row, n) -> row.getLong("id")).list();
        others.forEach(id -> jdbc.sql(END).params(id, me.userId()).update());
        return others;
    }

    /** The answer to a token whose session does not stand (RFC 6750, section 3.1). */
    static ProblemException ended() {
        return new ProblemException(AuthProblem.SESSION_ENDED, "sign in again")
                .challenge(BearerToken.invalidTokenChallenge("the session has ended"));
    }

    private static Optional<Long> sessionOf(Identity me) {
        return Ids.parse(me.sessionId());
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static OwnSession row(ResultSet row, int number) throws SQLException {
        return new OwnSession(row.getLong("id"), row.getLong("login_number"),
                Optional.ofNullable(row.getString("device")), Optional.ofNullable(row.getString("address")),
                time(row, "created_at"), time(row, "last_used_at"), time(row, "expires_at"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
