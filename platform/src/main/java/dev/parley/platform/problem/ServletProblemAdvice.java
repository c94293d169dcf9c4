package dev.parley.platform.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Answers with problem details in servlet applications, for controllers and for what the container itself refuses. */
@RestControllerAdvice
class ServletProblemAdvice implements ErrorController {

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
            BrokenAnswers.note(request, error);
            return null;
        }
        ProblemMapper.Answer answer = mapper.map(error);
        return ResponseEntity.status(answer.body().getStatus())
                .headers(answer.headers())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(answer.body());
    }

    @RequestMapping("${spring.web.error.path:/error}")
    ResponseEntity<ProblemDetail> containerError(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer value ? HttpStatus.resolve(value) : HttpStatus.NOT_FOUND;
        return ResponseEntity.status(status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemMapper.forStatus(status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status));
    }
}
