package dev.parley.platform.identity;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.problem.CommonProblem;
import dev.parley.platform.problem.ProblemException;

/** The access token of a request and the answers to a missing or bad one (RFC 6750). */
public final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /** The token of an {@code Authorization} header; empty when there is no header or another scheme. */
    public static Optional<String> from(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(authorization.substring(SCHEME.length()).trim());
    }

    /** The challenge for a request with a bad token (RFC 6750, section 3.1); {@code reason} has no quotes. */
    public static String invalidTokenChallenge(String reason) {
        return ProblemException.BEARER_CHALLENGE + ", error=\"invalid_token\", error_description=\"" + reason + "\"";
    }

    /** The answer to a request without a token. */
    public static ProblemException missing() {
        return new ProblemException(CommonProblem.UNAUTHENTICATED,
                "an access token is needed: Authorization: Bearer …");
    }

    /** The answer to a request with a bad token; {@code reason} has no quotes. */
    public static ProblemException invalid(String reason) {
        return new ProblemException(CommonProblem.UNAUTHENTICATED, reason).challenge(invalidTokenChallenge(reason));
    }

    /** The answer while tokens cannot be checked. */
    public static ProblemException uncheckable(String reason) {
        return new ProblemException(CommonProblem.UNAVAILABLE, reason).retryAfter(Duration.ofSeconds(2));
    }
}
