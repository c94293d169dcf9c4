package dev.parley.platform.problem;

import org.springframework.http.HttpStatus;

/**
 * One kind of problem that a service can answer with. Each service keeps its kinds in one enum, its catalogue.
 */
public interface ProblemType {

    /** Where the {@code type} URIs of all problems begin (RFC 9457, section 3.1.1). */
    String TYPE_BASE = "https://parley.dev/problems/";

    /** A stable name in kebab-case, unique within Parley; the last segment of the type URI. */
    String code();

    /** The status that the problem is answered with. */
    HttpStatus status();

    /** A short summary, the same for every occurrence. */
    String title();

    /** Whether the same request may succeed later without being changed. */
    boolean retryable();
}
