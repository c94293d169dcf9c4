package dev.parley.platform.problem;

import java.net.URI;

import org.springframework.http.ProblemDetail;

/** Makes RFC 9457 problem details from a catalogue's types. */
public final class ProblemDetails {

    private ProblemDetails() {}

    /** A problem detail with {@code type}, {@code title}, {@code status}, {@code detail}, {@code code} and {@code retryable}. */
    public static ProblemDetail of(ProblemType type, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(type.status(), detail);
        problem.setType(URI.create(ProblemType.TYPE_BASE + type.code()));
        problem.setTitle(type.title());
        problem.setProperty("code", type.code());
        problem.setProperty("retryable", type.retryable());
        return problem;
    }
}
