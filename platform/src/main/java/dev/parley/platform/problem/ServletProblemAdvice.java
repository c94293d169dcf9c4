package dev.parley.platform.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Answers with problem details in servlet applications. */
@RestControllerAdvice
class ServletProblemAdvice {

    private final ProblemMapper mapper = new ProblemMapper();

    @ExceptionHandler
    @Nullable
    ResponseEntity<ProblemDetail> answer(Exception error, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (error instanceof AccessDeniedException || error instanceof AuthenticationException) {
            throw error; // Spring Security's filter answers these
        }
        if (error instanceof AsyncRequestNotUsableException) {
            return null; // the client is gone
        }
        if (response.isCommitted()) {
            if (error instanceof ProblemException problem) { // Tomcat may only say so, and ask for an answer afterwards
                ContainerErrors.remember(request, mapper.map(problem));
            }
            BrokenAnswers.note(request, error);
            return null;
        }
        ProblemMapper.Answer answer = mapper.map(error);
        return ResponseEntity.status(answer.body().getStatus())
                .headers(answer.headers())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(answer.body());
    }
}
