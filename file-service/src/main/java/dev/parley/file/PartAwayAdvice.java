package dev.parley.file;

import java.time.Duration;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import dev.parley.file.blob.BlobStoreUnavailableException;
import dev.parley.platform.problem.CommonProblem;
import dev.parley.platform.problem.ProblemDetails;

/** Answers 503 while the database or the blob store is away. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class PartAwayAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(PartAwayAdvice.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @ExceptionHandler({DataAccessResourceFailureException.class, TransientDataAccessException.class,
        CannotCreateTransactionException.class, BlobStoreUnavailableException.class})
    @Nullable
    ResponseEntity<ProblemDetail> partAway(Exception error, HttpServletResponse response) throws Exception {
        LOG.warn("a part is away: {}", error.toString());
        if (response.isCommitted()) {
            throw error; // so that the container breaks the connection, and nobody takes a part for the whole
        }
        return ResponseEntity.status(CommonProblem.UNAVAILABLE.status())
                .header(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetails.of(CommonProblem.UNAVAILABLE, "try again in a few seconds"));
    }
}
