package dev.parley.gateway;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Mono;

import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A token is good only as long as its session stands, and an end is known within a second. */
class SessionTest extends GatewayTest {

    private static final String CHECK = "/internal/session";

    private final CircuitBreakerRegistry breakers;

    SessionTest(@Autowired CircuitBreakerRegistry breakers) {
        this.breakers = breakers;
    }

    @BeforeEach
    @AfterEach
    void redisIsThereAndHeard() {
        EmbeddedPartsSet.shared().redis().start();
        await().atMost(PATIENCE).until(() -> publishEnd("nobody") > 0);
    }

    @Test
    void aSessionThatRedisKnowsIsNotAskedForElsewhere() {
        writeSession(sessionId, "active");
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        assertThat(auth.seen(CHECK)).isEmpty();
    }

    @Test
    void aSessionThatRedisDoesNotKnowIsAskedForAtAuthServiceWithThePersonsToken() {
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        assertThat(auth.seen(CHECK)).singleElement()
                .satisfies(seen -> assertThat(seen.headers().get("Authorization")).isEqualTo("Bearer " + token));
    }

    @Test
    void manyRequestsAtOnceAskOnce() {
        auth.answer(CHECK, (request, response) -> Mono.delay(Duration.ofMillis(200)).then(response.status(204).send()));
        List<CompletableFuture<HttpResponse<String>>> answers = Stream.generate(
                () -> http.sendAsync(signedIn(CHANNELS).build(), BodyHandlers.ofString())).limit(20).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(auth.seen(CHECK)).hasSize(1);
    }

    @Test
    void anEndIsRefusedWithinASecondOfBeingTold() {
        writeSession(sessionId, "active");
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        // Redis and auth-service still say that it stands: only what was told counts.
        publishEnd(sessionId);
        await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(10))
                .until(() -> status(signedIn(CHANNELS)) == 401);
        HttpResponse<String> refused = send(signedIn(CHANNELS));
        assertThat(problem(refused).at("/code").asString()).isEqualTo("session-ended");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).get().asString().contains("invalid_token");
        assertThat(auth.seen(CHECK)).isEmpty();
    }

    @Test
    void anEndThatWasNotToldIsFoundInRedis() {
        writeSession(sessionId, "active");
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        writeSession(sessionId, "ended");
        clock.pass(CACHED);
        assertThat(status(signedIn(CHANNELS))).isEqualTo(401);
    }

    @Test
    void aCheckThatIsUnderWayDoesNotBringAnEndedSessionBack() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Void> told = new CompletableFuture<>();
        auth.answer(CHECK, (request, response) -> {
            asked.countDown();
            return Mono.fromFuture(told).then(response.status(204).send());
        });
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(signedIn(CHANNELS).build(),
                BodyHandlers.ofString());
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        writeSession(sessionId, "active");
        publishEnd(sessionId);
        await().pollDelay(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> told.complete(null));
        assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(401);
        assertThat(status(signedIn(CHANNELS))).isEqualTo(401);
    }

    @Test
    void aSessionThatAuthServiceSaysHasEndedIsRefusedFromThenOn() {
        auth.answerBody(CHECK, 401, "application/problem+json", "{\"status\":401,\"code\":\"session-ended\"}");
        assertThat(status(signedIn(CHANNELS))).isEqualTo(401);
        auth.answerStatus(CHECK, 204);
        assertThat(status(signedIn(CHANNELS))).isEqualTo(401);
    }

    @Test
    void aRefusalForAnotherReasonEndsOnlyTheRequest() {
        auth.answerBody(CHECK, 401, "application/problem+json", "{\"status\":401,\"code\":\"unauthenticated\"}");
        assertThat(status(signedIn(CHANNELS))).isEqualTo(401);
        auth.answerStatus(CHECK, 204);
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
    }

    @Test
    void withRedisAwayAuthServiceDecidesAndIsAskedAgainAfterAWhile() {
        EmbeddedPartsSet.shared().redis().stop();
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        assertThat(auth.seen(CHECK)).hasSize(1);
        auth.answerBody(CHECK, 401, "application/problem+json", "{\"status\":401,\"code\":\"session-ended\"}");
        clock.pass(CACHED);
        assertThat(status(signedIn(CHANNELS))).isEqualTo(401);
    }

    @Test
    void endsAreHeardAgainWhenRedisComesBack() {
        EmbeddedPartsSet.shared().redis().stop();
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        redisIsThereAndHeard();
        publishEnd(sessionId);
        await().atMost(Duration.ofSeconds(1)).until(() -> status(signedIn(CHANNELS)) == 401);
    }

    @Test
    void withAuthServiceAwayASessionThatRedisKnowsGoesOn() {
        writeSession(sessionId, "active");
        auth.stop();
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withAuthServiceAwayASessionSeenWithinTheLastMinuteGoesOnAndLaterNot(boolean redisIsThere) {
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        auth.stop();
        if (!redisIsThere) {
            EmbeddedPartsSet.shared().redis().stop();
        }
        clock.pass(CACHED);
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        clock.pass(Duration.ofMinutes(1));
        assertToldToComeAgain(send(signedIn(CHANNELS)));
        auth.start();
        await().atMost(PATIENCE).until(() -> status(signedIn(CHANNELS)) == 200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withAuthServiceAwayAnUnknownSessionIsToldToComeAgain(boolean redisIsThere) {
        auth.stop();
        if (!redisIsThere) {
            EmbeddedPartsSet.shared().redis().stop();
        }
        assertToldToComeAgain(send(signedIn(CHANNELS)));
        assertThat(chat.seen()).isEmpty();
    }

    @Test
    void whoWasThrownOutStaysOutWithEverythingAway() {
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        publishEnd(sessionId);
        await().atMost(PATIENCE).until(() -> status(signedIn(CHANNELS)) == 401);
        auth.stop();
        EmbeddedPartsSet.shared().redis().stop();
        assertThat(status(signedIn(CHANNELS))).isEqualTo(401);
    }

    @Test
    void afterManyFailuresAuthServiceIsLeftAloneAndAskedAgainLater() {
        auth.answerStatus(CHECK, 500);
        CircuitBreaker breaker = breakers.circuitBreaker("session-check");
        await().atMost(PATIENCE).until(() -> {
            assertToldToComeAgain(send(signedIn(CHANNELS)));
            return breaker.getState() == CircuitBreaker.State.OPEN;
        });
        auth.answerStatus(CHECK, 204);
        await().atMost(PATIENCE).until(() -> status(signedIn(CHANNELS)) == 200);
    }

    @Test
    void anOpenCircuitAsksNobodyAndSlowsNobodyDown() {
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        breakers.circuitBreaker("session-check").transitionToForcedOpenState();
        clock.pass(CACHED);
        assertThat(status(signedIn(CHANNELS))).as("seen within the last minute").isEqualTo(200);
        assertToldToComeAgain(send(request(CHANNELS).header("Authorization", "Bearer " + issuer.token(43))));
        assertThat(auth.seen(CHECK)).hasSize(1);
    }

    /** As when a node with thousands of sockets is gone, and nobody asked for those sessions lately. */
    @Test
    void aCrowdThatComesAtOnceWaitsForItsTurnAndOpensNoCircuit() {
        auth.answer(CHECK, (request, response) -> response.status(204)
                .send(Mono.delay(Duration.ofMillis(20)).then(Mono.empty())));

        List<CompletableFuture<Integer>> statuses = LongStream.range(1000, 1500)
                .mapToObj(person -> http.sendAsync(
                        request(CHANNELS).header("Authorization", "Bearer " + issuer.token(person)).build(),
                        BodyHandlers.discarding()).thenApply(HttpResponse::statusCode))
                .toList();

        assertThat(statuses).extracting(CompletableFuture::join).containsOnly(200);
        assertThat(breakers.circuitBreaker("session-check").getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void anAuthServiceThatHangsIsNotWaitedForLong() {
        auth.answer(CHECK, (request, response) -> Mono.never());
        assertToldToComeAgain(send(signedIn(CHANNELS)));
    }

    private static void assertToldToComeAgain(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(problem(refused).at("/code").asString()).isEqualTo("session-unchecked");
        assertThat(problem(refused).at("/retryable").asBoolean()).isTrue();
        assertThat(problem(refused).at("/service").asString()).isEqualTo("auth-service");
    }
}
