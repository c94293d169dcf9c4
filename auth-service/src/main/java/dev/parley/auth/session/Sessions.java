package dev.parley.auth.session;

import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import dev.parley.auth.AuthProblem;
import dev.parley.auth.account.Credentials;
import dev.parley.auth.account.PasswordCheck;
import dev.parley.auth.token.AccessTokens;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** Signs people in, keeps them so, and signs them out. First the database, committed; then the signal. */
@Service
class Sessions {

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final SessionStore store;
    private final RefreshTokens refreshTokens;
    private final AccessTokens accessTokens;
    private final PasswordCheck passwords;
    private final SessionSignals signals;
    private final SessionSettings settings;
    private final MeterRegistry meters;

    Sessions(SessionStore store, RefreshTokens refreshTokens, AccessTokens accessTokens, PasswordCheck passwords,
            SessionSignals signals, SessionSettings settings, MeterRegistry meters) {
        this.store = store;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.passwords = passwords;
        this.signals = signals;
        this.settings = settings;
        this.meters = meters;
    }

    /**
     * Opens a session for the person with this name and password.
     *
     * @param address where the login came from
     * @throws ProblemException {@code bad-credentials}, whatever of the two was wrong, {@code too-many-attempts} or
     *     {@code overloaded}
     */
    Grant login(String username, String password, Optional<String> device, String address) {
        Credentials checked = passwords.check(username, password, address).orElseThrow(this::badCredentials);
        Opening opening = store.open(checked, device, ClientAddress.canonical(address))
                .orElseThrow(this::badCredentials);
        tellEnded("evicted", opening.evicted());
        RefreshToken token = opening.refreshToken();
        signals.stands(token.sessionId());
        count("succeeded");
        return new Grant(checked.userId(), token.sessionId(), accessTokens.issue(checked.userId(), token.sessionId()),
                refreshTokens.format(token), settings.refreshLifetime());
    }

    /**
     * Exchanges a refresh token.
     *
     * @param address where it came from
     * @throws ProblemException {@code invalid-refresh-token}
     */
    Grant refresh(String refreshToken, String address) {
        RefreshToken token = refreshTokens.parse(refreshToken).orElseThrow(Sessions::invalidRefreshToken);
        return switch (store.rotate(token, ClientAddress.canonical(address))) {
            case Rotation.Rotated(long userId, RefreshToken successor, var lifetime) -> new Grant(userId,
                    successor.sessionId(), accessTokens.issue(userId, successor.sessionId()),
                    refreshTokens.format(successor), lifetime);
            case Rotation.Refused() -> throw invalidRefreshToken();
            case Rotation.Reused(long userId) -> {
                log.warn("a refresh token of user {} was used twice; session {} is ended", Ids.format(userId),
                        Ids.format(token.sessionId()));
                tellEnded("reused", List.of(token.sessionId()));
                throw invalidRefreshToken();
            }
        };
    }

    /** Ends a session whose person said so. Once is as good as twice, and tells the gateways again. */
    void logout(long sessionId) {
        end(sessionId, "logout");
    }

    /** The same for a session of which somebody showed a token. */
    void revoke(long sessionId) {
        end(sessionId, "revoked");
    }

    private void end(long sessionId, String reason) {
        if (store.end(sessionId)) {
            tellEnded(reason, List.of(sessionId));
        } else {
            signals.ended(List.of(sessionId));
        }
    }

    /** Whether the session stands, by the database. */
    boolean stands(long sessionId, long userId) {
        boolean stands = store.stands(sessionId, userId);
        if (stands) {
            signals.stands(sessionId);
        }
        return stands;
    }

    private ProblemException badCredentials() {
        count("refused");
        return new ProblemException(AuthProblem.BAD_CREDENTIALS, "check the user name and the password");
    }

    private static ProblemException invalidRefreshToken() {
        return new ProblemException(AuthProblem.INVALID_REFRESH_TOKEN, "sign in again");
    }

    private void count(String outcome) {
        meters.counter("parley.auth.logins", "outcome", outcome).increment();
    }

    /** Counts sessions that ended, and tells the gateways. Only after the commit. */
    void tellEnded(String reason, List<Long> sessions) {
        meters.counter("parley.auth.sessions.ended", "reason", reason).increment(sessions.size());
        signals.ended(sessions);
    }
}
