package dev.parley.file;

import java.time.Duration;

import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import dev.parley.file.blob.BlobStoreUnavailableException;
import dev.parley.platform.problem.CommonProblem;
import dev.parley.platform.problem.ProblemDetails;

/** Answers 503 while the blob store is away. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class BlobStoreAwayAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(BlobStoreAwayAdvice.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> blobStoreAway(BlobStoreUnavailableException error, HttpServletResponse response)
            throws BlobStoreUnavailableException {
        LOG.warn("the blob store is away: {}", error.toString());
        if (response.isCommitted()) {
            throw error; // so that the container breaks the connection, and nobody takes a part for the whole
        }
        return ResponseEntity.status(CommonProblem.UNAVAILABLE.status())
                .header(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetails.of(CommonProblem.UNAVAILABLE, "try again in a few seconds"));
    }
}
