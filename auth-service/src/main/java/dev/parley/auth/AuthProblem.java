package dev.parley.auth;

import org.springframework.http.HttpStatus;

import dev.parley.platform.problem.ProblemType;

/** The problems that auth-service answers with, beside those common to all services. */
public enum AuthProblem implements ProblemType {

    /** Registration: somebody has this user name, or one that cannot be told from it. */
    USERNAME_TAKEN("username-taken", HttpStatus.CONFLICT, "This user name is taken", false),
    /** Login: no such account, or not its password. The two are never told apart. */
    BAD_CREDENTIALS("bad-credentials", HttpStatus.UNAUTHORIZED, "The user name or the password is wrong", false),
    /** Refresh: never issued, expired, used before, or of a session that has ended. */
    INVALID_REFRESH_TOKEN("invalid-refresh-token", HttpStatus.UNAUTHORIZED, "This refresh token is not valid", false),
    /** Session check: the token is genuine, but the session that it belongs to no longer stands. */
    SESSION_ENDED("session-ended", HttpStatus.UNAUTHORIZED, "This session has ended", false),
    /** Too many passwords are being checked at this moment. */
    OVERLOADED("overloaded", HttpStatus.TOO_MANY_REQUESTS, "Too many people are signing in at this moment", true),
    /** There is nobody with this id or user name. */
    USER_NOT_FOUND("user-not-found", HttpStatus.NOT_FOUND, "There is no such person", false);

    private final String code;
    private final HttpStatus status;
    private final String title;
    private final boolean retryable;

    AuthProblem(String code, HttpStatus status, String title, boolean retryable) {
        this.code = code;
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public HttpStatus status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
