package dev.parley.platform.problem;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem where no controller is at work: in filters. The response must not be committed. */
public final class ProblemWriter {

    private final JsonMapper json;

    public ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /** Writes status, headers and body of a servlet response. */
    public void write(HttpServletResponse response, ProblemException problem) throws IOException {
        problem.headers().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        write(response, problem.toProblemDetail());
    }

    /** Writes status, headers and body of a reactive response. */
    public Mono<Void> write(ServerHttpResponse response, ProblemException problem) {
        response.getHeaders().putAll(problem.headers());
        return write(response, problem.toProblemDetail());
    }

    /** Writes status, content type and body of a servlet response. */
    public void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    /** Writes status, content type and body of a reactive response. */
    public Mono<Void> write(ServerHttpResponse response, ProblemDetail problem) {
        response.setStatusCode(HttpStatusCode.valueOf(problem.getStatus()));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body = json.writeValueAsBytes(problem);
        response.getHeaders().setContentLength(body.length);
        DataBuffer buffer = response.bufferFactory().wrap(body);
        return response.writeWith(Mono.just(buffer));
    }
}
