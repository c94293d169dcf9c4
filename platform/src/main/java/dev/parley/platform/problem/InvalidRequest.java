package dev.parley.platform.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Refuses a request that can be read but has values that are not allowed (422, {@code invalid-request}). */
public final class InvalidRequest {

    private InvalidRequest() {}

    /** A refusal for one value. */
    public static ProblemException of(String field, String message) {
        return of(List.of(new FieldViolation(field, message)));
    }

    /** A refusal for several values; {@code violations} must not be empty. */
    public static ProblemException of(List<FieldViolation> violations) {
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs at least one violation");
        }
        String detail = violations.stream().map(v -> v.field() + " " + v.message()).collect(Collectors.joining("; "));
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail).with("errors", violations);
    }
}
