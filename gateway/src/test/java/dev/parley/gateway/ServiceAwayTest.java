package dev.parley.gateway;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A service that is away, slow or broken: callers get a clear answer soon, and the others notice nothing. */
class ServiceAwayTest extends GatewayTest {

    private final CircuitBreakerRegistry breakers;

    ServiceAwayTest(@Autowired CircuitBreakerRegistry breakers) {
        this.breakers = breakers;
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/chat/channels, chat-service", "POST, /api/chat/channels, chat-service",
        "PATCH, /api/files/uploads/1, file-service", "GET, /api/files/drive, file-service",
        "POST, /api/hash?algorithms=md5, hash-service", "POST, /api/auth/login, auth-service"})
    void aRefusedConnectionIsAProblemThatNamesTheService(String method, String path, String service) {
        writeSession(sessionId, "active");
        chat.stop();
        files.stop();
        hash.stop();
        auth.stop();
        HttpResponse<String> response = send(signedIn(path).method(method, body("x")));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        JsonNode problem = problem(response);
        assertThat(problem.at("/code").asString()).isEqualTo("service-unavailable");
        assertThat(problem.at("/service").asString()).isEqualTo(service);
        assertThat(problem.at("/retryable").asBoolean()).isTrue();
        assertThat(problem.at("/type").asString()).isEqualTo("https://parley.dev/problems/service-unavailable");
    }

    @Test
    void afterManyFailuresTheServiceIsLeftAloneAndTriedAgainLater() {
        chat.answerStatus(CHANNELS, 503);
        await().atMost(PATIENCE).until(() -> {
            send(signedIn(CHANNELS));
            return breakers.circuitBreaker("chat").getState() == CircuitBreaker.State.OPEN;
        });
        int before = chat.seen().size();
        HttpResponse<String> response = send(signedIn(CHANNELS));
        assertThat(problem(response).at("/service").asString()).isEqualTo("chat-service");
        assertThat(chat.seen()).hasSize(before);
        assertThat(status(signedIn("/api/files/drive"))).isEqualTo(200);
        chat.answerStatus(CHANNELS, 200);
        await().atMost(PATIENCE).until(() -> status(signedIn(CHANNELS)) == 200);
    }

    @Test
    void anOpenCircuitRefusesSocketsToo() {
        breakers.circuitBreaker("chat-socket").transitionToOpenState();
        assertThatThrownBy(() -> new SocketClient(http, socketUri(), token))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(chat.seen()).isEmpty();
    }

    @Test
    void aServiceThatDoesNotAnswerInTimeIsAway() {
        chat.answer(CHANNELS, (request, response) -> Mono.never());
        Instant start = Instant.now();
        HttpResponse<String> response = send(signedIn(CHANNELS));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(problem(response).at("/service").asString()).isEqualTo("chat-service");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aServiceThatFallsSilentAfterAnUploadIsAway() {
        files.answer("/api/files/uploads/1", (request, response) -> request.receive().then(Mono.never()));
        HttpResponse<String> response = send(signedIn("/api/files/uploads/1").method("PATCH", body("x")));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(problem(response).at("/service").asString()).isEqualTo("file-service");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 422, 429, 500, 503})
    void aServicesOwnProblemIsPassedOnAsItIs(int status) {
        String own = "{\"status\":" + status + ",\"code\":\"of-its-own\"}";
        chat.answerBody(CHANNELS, status, "application/problem+json", own);
        HttpResponse<String> response = send(signedIn(CHANNELS));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "DELETE", "PUT", "GET"})
    void nothingIsSentTwice(String method) {
        chat.answer(CHANNELS, (request, response) -> {
            response.withConnection(connection -> connection.dispose());
            return Mono.never();
        });
        assertThat(status(signedIn(CHANNELS).method(method, body("x")))).isEqualTo(503);
        assertThat(chat.seen(CHANNELS)).hasSize(1);
    }

    @Test
    void clientsThatGiveUpDoNotOpenTheCircuit() {
        chat.answer(CHANNELS, (request, response) -> Mono.delay(Duration.ofMillis(700)).then(response.send()));
        for (int i = 0; i < 12; i++) {
            http.sendAsync(signedIn(CHANNELS).build(), BodyHandlers.discarding())
                    .orTimeout(50, TimeUnit.MILLISECONDS).exceptionally(late -> null).join();
        }
        assertThat(breakers.circuitBreaker("chat").getMetrics().getNumberOfFailedCalls()).isZero();
    }
}
