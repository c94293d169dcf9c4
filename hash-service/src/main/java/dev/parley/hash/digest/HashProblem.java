package dev.parley.hash.digest;

import org.springframework.http.HttpStatus;

import dev.parley.platform.problem.ProblemType;

/** What hash-service itself can answer besides digests; what every service can answer is in platform's catalogue. */
enum HashProblem implements ProblemType {

    /** The query names an algorithm that is not computed here, or none. */
    UNKNOWN_ALGORITHM("unknown-algorithm", HttpStatus.BAD_REQUEST, "Unknown digest algorithm", false),

    /** The body ended before the announced length. */
    INCOMPLETE_BODY("incomplete-body", HttpStatus.BAD_REQUEST, "The body ended early", true);

    private final String code;
    private final HttpStatus status;
    private final String title;
    private final boolean retryable;

    HashProblem(String code, HttpStatus status, String title, boolean retryable) {
        this.code = code;
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public HttpStatus status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
