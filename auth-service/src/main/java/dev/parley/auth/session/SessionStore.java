package dev.parley.auth.session;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.auth.account.CredentialStore;
import dev.parley.auth.account.Credentials;
import dev.parley.platform.id.Ids;

/** The token table. Always asks the primary; reaches rows by index only. A session that ended has no row. */
@Repository
class SessionStore {

    // index: sessions_by_user
    static final String OF_USER = """
        SELECT id, login_number, expires_at FROM sessions WHERE user_id = ? ORDER BY login_number
        """;
    static final String INSERT = """
        INSERT INTO sessions (id, user_id, login_number, device, address, refresh_hash, refresh_generation, created_at,
                              last_used_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
        """;
    // index: primary key, as in all that follow
    static final String LOCK = """
        SELECT user_id, refresh_hash, refresh_generation, rotation_salt, rotated_at, expires_at
        FROM sessions WHERE id = ? FOR UPDATE
        """;
    static final String ROTATE = """
        UPDATE sessions
        SET refresh_hash = ?, refresh_generation = ?, rotation_salt = ?, rotated_at = ?, address = ?, last_used_at = ?,
            expires_at = ?
        WHERE id = ?
        """;
    static final String END = """
        DELETE FROM sessions WHERE id = ?
        """;
    static final String STANDS = """
        SELECT expires_at > ? FROM sessions WHERE id = ? AND user_id = ?
        """;

    private record Standing(long id, long loginNumber, LocalDateTime expiresAt) {}

    private record Row(long userId, byte[] refreshHash, int generation, byte @Nullable [] salt,
            @Nullable LocalDateTime rotatedAt, LocalDateTime expiresAt) {}

    private final JdbcClient jdbc;
    private final CredentialStore credentials;
    private final RefreshTokens tokens;
    private final SessionSettings settings;
    private final Clock clock;

    SessionStore(JdbcClient jdbc, CredentialStore credentials, RefreshTokens tokens, SessionSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.credentials = credentials;
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Opens a session for a person and ends the oldest beyond the limit. Logins of one person come one after the other,
     * so that the last one is valid on every instance.
     *
     * @return empty if the account is gone or the password was changed since it was checked
     */
    @Transactional(isolation = Isolation.READ_COMMITTED) // reads after the lock what the last login left
    Optional<Opening> open(Credentials checked, Optional<String> device, Optional<String> address) {
        if (!credentials.lock(checked)) {
            return Optional.empty();
        }
        List<Standing> before = jdbc.sql(OF_USER)
                .param(checked.userId())
                .query((row, n) -> new Standing(row.getLong(1), row.getLong(2), time(row, "expires_at")))
                .list();
        List<Long> evicted = evict(before);
        long number = before.isEmpty() ? 1 : before.getLast().loginNumber() + 1;
        RefreshToken token = tokens.first(Ids.next());
        LocalDateTime now = now();
        jdbc.sql(INSERT)
                .params(token.sessionId(), checked.userId(), number)
                .param(device.orElse(null))
                .param(address.orElse(null))
                .params(tokens.hash(token), now, now, now.plus(settings.refreshLifetime()))
                .update();
        return Optional.of(new Opening(token, evicted));
    }

    /** Ends expired sessions, and of the others the oldest, until there is room for one more; those that were ended. */
    private List<Long> evict(List<Standing> oldestFirst) {
        LocalDateTime now = now();
        List<Long> ended = new ArrayList<>();
        List<Standing> standing = new ArrayList<>();
        oldestFirst.forEach(s -> {
            if (s.expiresAt().isAfter(now)) {
                standing.add(s);
            } else {
                ended.add(s.id());
            }
        });
        int surplus = Math.max(0, standing.size() + 1 - settings.maxSessionsPerUser());
        standing.subList(0, surplus).forEach(s -> ended.add(s.id()));
        ended.forEach(this::end);
        return ended;
    }

    /**
     * Exchanges a refresh token for its successor. The row stays locked until the commit, so that of several instances that
     * are sent the same token one rotates and the others find it rotated. A token used before is answered with the same
     * successor while that is the newest and the grace lasts; after that, its use ends the session.
     */
    @Transactional
    Rotation rotate(RefreshToken token, Optional<String> address) {
        Optional<Row> found = jdbc.sql(LOCK).param(token.sessionId()).query(SessionStore::row).optional();
        if (found.isEmpty() || !found.get().expiresAt().isAfter(now())) {
            return new Rotation.Refused();
        }
        Row row = found.get();
        if (token.generation() == row.generation()) {
            return hasHash(token, row) ? rotate(token, row, address) : new Rotation.Refused();
        }
        if (token.generation() > row.generation()) {
            return new Rotation.Refused(); // genuine, but lost from the database: it was restored from a backup
        }
        return again(token, row).orElseGet(() -> {
            end(token.sessionId());
            return new Rotation.Reused(row.userId());
        });
    }

    private Rotation rotate(RefreshToken token, Row row, Optional<String> address) {
        byte[] salt = tokens.newSalt();
        RefreshToken successor = tokens.successor(token, salt);
        LocalDateTime now = now();
        jdbc.sql(ROTATE)
                .params(tokens.hash(successor), successor.generation(), salt, now)
                .param(address.orElse(null))
                .params(now, now.plus(settings.refreshLifetime()), token.sessionId())
                .update();
        return new Rotation.Rotated(row.userId(), successor, settings.refreshLifetime());
    }

    /** The same successor again, if this token was the last one used and its grace has not passed. */
    private Optional<Rotation> again(RefreshToken token, Row row) {
        byte[] salt = row.salt();
        LocalDateTime rotatedAt = row.rotatedAt();
        if (salt == null || rotatedAt == null || token.generation() != row.generation() - 1
                || !now().isBefore(rotatedAt.plus(settings.refreshGrace()))) {
            return Optional.empty();
        }
        RefreshToken successor = tokens.successor(token, salt);
        return hasHash(successor, row)
                ? Optional.of(new Rotation.Rotated(row.userId(), successor, Duration.between(now(), row.expiresAt())))
                : Optional.empty();
    }

    /** Ends a session; false if it did not stand any more. */
    boolean end(long sessionId) {
        return jdbc.sql(END).param(sessionId).update() == 1;
    }

    /** Whether this session of this person stands. */
    boolean stands(long sessionId, long userId) {
        return jdbc.sql(STANDS).params(now(), sessionId, userId).query(Boolean.class).optional().orElse(false);
    }

    private boolean hasHash(RefreshToken token, Row row) {
        return MessageDigest.isEqual(tokens.hash(token), row.refreshHash());
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getLong("user_id"), row.getBytes("refresh_hash"), row.getInt("refresh_generation"),
                row.getBytes("rotation_salt"), row.getObject("rotated_at", LocalDateTime.class),
                time(row, "expires_at"));
    }

    private static LocalDateTime time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class);
    }
}
