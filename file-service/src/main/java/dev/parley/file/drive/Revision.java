package dev.parley.file.drive;

import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Which version of an entry a change is meant for (If-Match, RFC 9110, section 13.1.1). The tag counts what its owner changed: name, place,
 * trash. That its content was verified meanwhile is no reason to refuse a change.
 */
final class Revision {

    private static final Revision ANY = new Revision(Optional.empty());

    private final Optional<String> header;

    private Revision(Optional<String> header) {
        this.header = header;
    }

    /** What a request asks for; without the header everything matches. */
    static Revision ifMatch(@Nullable String header) {
        return header == null || header.strip().equals("*") ? ANY : new Revision(Optional.of(header));
    }

    /** The entity tag of an entry. */
    static String tag(UserFile entry) {
        return "\"r" + entry.revision() + '"';
    }

    /** Refuses to change any other version: {@code precondition-failed}. */
    void require(UserFile entry) {
        boolean matches = header.map(tags -> Arrays.stream(tags.split(",")).map(String::strip)
                .anyMatch(tag(entry)::equals)).orElse(true);
        if (!matches) {
            throw new ProblemException(FileProblem.PRECONDITION_FAILED, "it was changed meanwhile; look at it again");
        }
    }
}
