package dev.parley.auth.account;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/**
 * The changes of a person to their own account, each one transaction, which begins by holding account and session.
 *
 * <p>Each throws {@link ProblemException} {@code session-ended} if the session of the token does not stand.
 */
@Repository
class OwnAccountStore {

    // index: primary key, as in all that follow
    static final String RENAME = """
        UPDATE users SET display_name = ? WHERE id = ?
        """;
    static final String CHANGE_PASSWORD = """
        UPDATE users SET password_hash = ? WHERE id = ?
        """;
    static final String USERNAME_KEY = """
        SELECT username_key FROM users WHERE id = ?
        """;
    static final String DELETE = """
        DELETE FROM users WHERE id = ?
        """;

    private final JdbcClient jdbc;
    private final AccountSessions sessions;
    private final CredentialStore credentials;
    private final UserStore users;
    private final RetiredUsernames retired;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    OwnAccountStore(JdbcClient jdbc, AccountSessions sessions, CredentialStore credentials, UserStore users,
            RetiredUsernames retired, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.sessions = sessions;
        this.credentials = credentials;
        this.users = users;
        this.retired = retired;
        this.events = events;
        this.clock = clock;
    }

    /** Changes the display name; the person as they are then. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public User rename(Identity me, String displayName) {
        sessions.hold(me);
        jdbc.sql(RENAME).params(displayName, me.userId()).update();
        return users.find(me.userId()).orElseThrow();
    }

    /**
     * Puts another password hash in place and ends the person's other sessions. A login that checked the old password comes
     * either before, and its session ends here, or after, and finds another hash.
     *
     * @return the sessions that ended; empty if the password was changed since it was checked
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public Optional<List<Long>> changePassword(Identity me, Credentials checked, String hash) {
        sessions.hold(me);
        if (!credentials.lock(checked)) {
            return Optional.empty();
        }
        jdbc.sql(CHANGE_PASSWORD).params(hash, me.userId()).update();
        return Optional.of(sessions.endOthers(me));
    }

    /**
     * Removes the person, with an {@link AccountDeleted} for everybody who keeps something of theirs.
     *
     * @return the sessions that ended; empty if the password was changed since it was checked
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public Optional<List<Long>> delete(Identity me, Credentials checked) {
        sessions.hold(me);
        if (!credentials.lock(checked)) {
            return Optional.empty();
        }
        List<Long> ended = sessions.endAll(me);
        retired.add(jdbc.sql(USERNAME_KEY).param(me.userId()).query((row, n) -> row.getString(1)).single());
        jdbc.sql(DELETE).param(me.userId()).update();
        events.publishEvent(new AccountDeleted(me.userId(), clock.instant()));
        return Optional.of(ended);
    }
}
