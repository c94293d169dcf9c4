package dev.parley.hash.digest;

import org.springframework.http.HttpStatus;

import dev.parley.platform.problem.ProblemType;

/** What hash-service itself can answer besides digests; what every service can answer is in platform's catalogue. */
enum HashProblem implements ProblemType {

    /** The query names an algorithm that is not computed here, or none. */
    UNKNOWN_ALGORITHM(HttpStatus.BAD_REQUEST, "Unknown digest algorithm", false),

    /** Content-Digest or Repr-Digest cannot be read. */
    MALFORMED_DIGEST(HttpStatus.BAD_REQUEST, "The declared digest cannot be read", false),

    /** The body has another digest than Content-Digest or Repr-Digest says. */
    DIGEST_MISMATCH(HttpStatus.BAD_REQUEST, "The body is not what was declared", true),

    /** The body ended before the announced length. */
    INCOMPLETE_BODY(HttpStatus.BAD_REQUEST, "The body ended early", true);

    private final Definition definition;

    HashProblem(HttpStatus status, String title, boolean retryable) {
        this.definition = new Definition(status, title, retryable);
    }

    @Override
    public Definition definition() {
        return definition;
    }
}
