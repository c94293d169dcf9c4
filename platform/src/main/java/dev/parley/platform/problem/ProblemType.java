package dev.parley.platform.problem;

import java.util.Locale;

import org.springframework.http.HttpStatus;

/**
 * One kind of problem that a service can answer with. Each service keeps its kinds in one enum, its catalogue.
 */
public interface ProblemType {

    /** Where the {@code type} URIs of all problems begin (RFC 9457, section 3.1.1). */
    String TYPE_BASE = "https://parley.dev/problems/";

    /**
     * What is the same for every occurrence.
     *
     * @param status the status that the problem is answered with
     * @param title a short summary
     * @param retryable whether the same request may succeed later without being changed
     */
    record Definition(HttpStatus status, String title, boolean retryable) {}

    Definition definition();

    /** The name of the enum's constant. */
    String name();

    /** A stable name in kebab-case, unique within Parley; the last segment of the type URI. */
    default String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    default HttpStatus status() {
        return definition().status();
    }

    default String title() {
        return definition().title();
    }

    default boolean retryable() {
        return definition().retryable();
    }
}
