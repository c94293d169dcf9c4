package dev.parley.auth;

import org.springframework.http.HttpStatus;

import dev.parley.platform.problem.ProblemType;

/** The problems that auth-service answers with, beside those common to all services. */
public enum AuthProblem implements ProblemType {

    /** Registration: somebody has this user name, or one that cannot be told from it. */
    USERNAME_TAKEN(HttpStatus.CONFLICT, "This user name is taken", false),
    /** Login: no such account, or not its password. The two are never told apart. */
    BAD_CREDENTIALS(HttpStatus.UNAUTHORIZED, "The user name or the password is wrong", false),
    /** Refresh: never issued, expired, used before, or of a session that has ended. */
    INVALID_REFRESH_TOKEN(HttpStatus.UNAUTHORIZED, "This refresh token is not valid", false),
    /** Revocation or introspection: the form cannot be read or has no token. */
    INVALID_TOKEN_REQUEST(HttpStatus.BAD_REQUEST, "This is not a request about a token", false),
    /** Introspection: not the client that may. */
    INVALID_CLIENT(HttpStatus.UNAUTHORIZED, "Only the configured client may do this", false),
    /** Session check: the token is genuine, but the session that it belongs to no longer stands. */
    SESSION_ENDED(HttpStatus.UNAUTHORIZED, "This session has ended", false),
    /** Too many passwords are being checked at this moment. */
    OVERLOADED(HttpStatus.TOO_MANY_REQUESTS, "Too many people are signing in at this moment", true),
    /** After several wrong passwords the next attempt has to wait. The same for each account and address, known or not. */
    TOO_MANY_ATTEMPTS(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong passwords lately", true),
    /** The person has no such session; whether somebody else has is not told. */
    SESSION_NOT_FOUND(HttpStatus.NOT_FOUND, "You have no such session", false),
    /** The person is known by their token, but this is not their password. */
    WRONG_PASSWORD(HttpStatus.FORBIDDEN, "This is not your password", false),
    /** There is nobody with this id or user name. */
    USER_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such person", false);

    private final Definition definition;

    AuthProblem(HttpStatus status, String title, boolean retryable) {
        this.definition = new Definition(status, title, retryable);
    }

    @Override
    public Definition definition() {
        return definition;
    }
}
