package dev.parley.platform.problem;

import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers with problem details in WebFlux applications, for controllers, filters and unknown addresses. */
@Order(-2) // before Spring Boot's own handler
class ReactiveProblemHandler implements WebExceptionHandler {

    private final ProblemMapper mapper = new ProblemMapper();
    private final ProblemWriter writer;

    ReactiveProblemHandler(JsonMapper json) {
        this.writer = new ProblemWriter(json);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        ProblemMapper.Answer answer = mapper.map(error);
        response.getHeaders().putAll(answer.headers());
        return writer.write(response, answer.body());
    }
}
