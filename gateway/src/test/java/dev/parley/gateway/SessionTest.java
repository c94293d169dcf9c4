package dev.parley.gateway;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A token is good only as long as its session stands, and an end is known within a second. */
class SessionTest extends GatewayTest {

    private static final String CHECK = "/internal/session";

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
        await().atMost(PATIENCE).until(() -> status(signedIn(CHANNELS)) == 401);
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
    void withRedisAwayAuthServiceDecides() {
        EmbeddedPartsSet.shared().redis().stop();
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        auth.answerBody(CHECK, 401, "application/problem+json", "{\"status\":401,\"code\":\"session-ended\"}");
        await().atMost(PATIENCE).until(() -> status(signedIn(CHANNELS)) == 401);
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

    @Test
    void withBothAwayARecentlySeenSessionGoesOnForAWhileAndThenNot() {
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        auth.stop();
        EmbeddedPartsSet.shared().redis().stop();
        await().pollDelay(Duration.ofMillis(600)).atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status(signedIn(CHANNELS))).isEqualTo(200));
        await().atMost(PATIENCE).until(() -> status(signedIn(CHANNELS)) == 503);
        HttpResponse<String> refused = send(signedIn(CHANNELS));
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(problem(refused).at("/code").asString()).isEqualTo("session-unchecked");
        assertThat(problem(refused).at("/retryable").asBoolean()).isTrue();
        assertThat(problem(refused).at("/service").asString()).isEqualTo("auth-service");
        auth.start();
        await().atMost(PATIENCE).until(() -> status(signedIn(CHANNELS)) == 200);
    }

    @Test
    void withAuthServiceAwayAnUnknownSessionIsToldToComeAgain() {
        auth.stop();
        HttpResponse<String> refused = send(signedIn(CHANNELS));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }
}
