package dev.parley.platform.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/** Ends a request with a problem from a catalogue. Carries no stack trace: it is an answer, not a defect. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private @Nullable Duration retryAfter;

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

    /** The problem as it goes to the client. */
    public ProblemDetail toProblemDetail() {
        ProblemDetail problem = ProblemDetails.of(type, String.valueOf(getMessage()));
        members.forEach(problem::setProperty);
        return problem;
    }
}
