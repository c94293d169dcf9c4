package dev.parley.platform.problem;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with problem details for what the container itself refuses. When a request's body breaks off, Tomcat drops the answer that there
 * is and asks here for another one: then the answer is the same again.
 */
@RestController
class ContainerErrors implements ErrorController {

    private static final String ANSWER = ContainerErrors.class.getName();

    /** This is what the request was answered with. */
    static void remember(HttpServletRequest request, ProblemMapper.Answer answer) {
        request.setAttribute(ANSWER, answer);
    }

    @RequestMapping("${spring.web.error.path:/error}")
    @Nullable
    ResponseEntity<ProblemDetail> answer(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            return null; // a part of the answer has left: what breaks off must not look whole
        }
        if (request.getAttribute(ANSWER) instanceof ProblemMapper.Answer answer) {
            return ResponseEntity.status(answer.body().getStatus()).headers(answer.headers())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON).body(answer.body());
        }
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus known = code instanceof Integer value ? HttpStatus.resolve(value) : HttpStatus.NOT_FOUND;
        HttpStatus status = known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
        return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemMapper.forStatus(status));
    }
}
