package dev.parley.platform.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Ends a request with a problem from a catalogue. Carries no stack trace: it is an answer, not a defect. */
public class ProblemException extends RuntimeException {

    /** The challenge of a request that needs an access token (RFC 6750, section 3). */
    public static final String BEARER_CHALLENGE = "Bearer realm=\"parley\"";

    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private @Nullable Duration retryAfter;
    private @Nullable String challenge;

    /**
     * A problem of this type.
     *
     * @param detail what went wrong this time, for the person who reads it; never a secret, never a stack trace
     */
    public ProblemException(ProblemType type, String detail) {
        super(detail, null, false, false);
        this.type = type;
    }

    /** Adds an extension member (RFC 9457, section 3.2). */
    public ProblemException with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /**
     * Says how to authenticate; sent as {@code WWW-Authenticate}. A problem of status 401 without one asks for a bearer token
     * (RFC 9110, section 15.5.2, demands a challenge).
     */
    public ProblemException challenge(String authenticate) {
        this.challenge = authenticate;
        return this;
    }

    /** Says when a retry makes sense; sent as {@code Retry-After}, rounded up to a second. */
    public ProblemException retryAfter(Duration delay) {
        this.retryAfter = delay;
        return this;
    }

    public ProblemType type() {
        return type;
    }

    /** When a retry makes sense, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The headers that go with the problem: {@code Retry-After} and {@code WWW-Authenticate} where they apply. */
    public HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        retryAfter().ifPresent(delay -> headers.set(HttpHeaders.RETRY_AFTER,
                Long.toString(Math.max(1, delay.plusMillis(999).toSeconds()))));
        if (challenge != null || type.status() == HttpStatus.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge == null ? BEARER_CHALLENGE : challenge);
        }
        return headers;
    }

    /** The problem as it goes to the client. */
    public ProblemDetail toProblemDetail() {
        ProblemDetail problem = ProblemDetails.of(type, String.valueOf(getMessage()));
        members.forEach(problem::setProperty);
        return problem;
    }
}
