package dev.parley.gateway.problem;

import org.springframework.http.HttpStatus;

import dev.parley.platform.problem.ProblemType;

/**
 * The problems that only the gateway answers with. Besides these it uses the platform's {@code unauthenticated} (no token, or
 * one that is not valid), {@code not-found} and the other general ones.
 */
public enum GatewayProblem implements ProblemType {

    /** The token is genuine, but its session was ended: logged out, or pushed out by a newer one. */
    SESSION_ENDED(HttpStatus.UNAUTHORIZED, "The session has ended", false),

    /** Neither the session store nor auth-service can say whether the session stands. */
    SESSION_UNCHECKED(HttpStatus.SERVICE_UNAVAILABLE, "The session cannot be checked", true),

    /** An access token stands in the address of a WebSocket, where others may come to read it. */
    TOKEN_IN_ADDRESS(HttpStatus.BAD_REQUEST, "An access token does not belong into an address", false),

    /** So many operations with passwords are under way that another one would only wait. */
    OVERLOADED(HttpStatus.TOO_MANY_REQUESTS, "Too many people are signing in at this moment", true),

    /** The service that the path belongs to is away, too slow, or fails so often that it is left alone for a while. */
    SERVICE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service is away for the moment",
            true);

    private final Definition definition;

    GatewayProblem(HttpStatus status, String title, boolean retryable) {
        this.definition = new Definition(status, title, retryable);
    }

    @Override
    public Definition definition() {
        return definition;
    }
}
