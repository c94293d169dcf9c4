package dev.parley.platform.problem;

import org.springframework.http.HttpStatus;

/** The problems that every service can answer with. */
public enum CommonProblem implements ProblemType {

    /** The body cannot be read at all: not JSON, or of the wrong shape. */
    MALFORMED_BODY(HttpStatus.BAD_REQUEST, "The request body cannot be read", false),
    /** A header, path or query parameter is missing or cannot be read. */
    MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be understood", false),
    /** The request can be read, but values in it are not allowed; {@code errors} names them. */
    INVALID_REQUEST(HttpStatus.UNPROCESSABLE_CONTENT, "The request has invalid values", false),
    /** There is no valid access token. */
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "A valid access token is needed", false),
    /** The person is known, but may not do this. */
    FORBIDDEN(HttpStatus.FORBIDDEN, "This is not allowed", false),
    /** There is nothing at this address. */
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here", false),
    /** The address exists, the method does not. */
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This method is not supported here", false),
    /** None of the media types in {@code Accept} can be produced. */
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No acceptable representation", false),
    /** The body is larger than this operation takes. */
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request body is too large", false),
    /** The body is of a media type that this operation does not read. */
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "This media type is not supported",
            false),
    /** Any other refusal that the web framework itself makes. */
    REQUEST_REFUSED(HttpStatus.BAD_REQUEST, "The request was refused", false),
    /** Something that should not happen did; the log has it. */
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side", true),
    /** A part that is needed for the answer is away for the moment. */
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service is unavailable for the moment", true);

    private final Definition definition;

    CommonProblem(HttpStatus status, String title, boolean retryable) {
        this.definition = new Definition(status, title, retryable);
    }

    @Override
    public Definition definition() {
        return definition;
    }
}
