package dev.parley.gateway;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A flood of logins hurts only logins. Four may be under way at once. */
class LoginFloodTest extends GatewayTest {

    private static final String LOGIN = "/api/auth/login";
    private static final int MOST = 4;

    private final CompletableFuture<Void> hashed = new CompletableFuture<>();

    @BeforeEach
    void authServiceHashesForLong() {
        Stream.of(LOGIN, "/api/auth/register", "/api/auth/users/me/password", "/api/auth/users/me/deletion")
                .forEach(path -> auth.answer(path,
                        (request, response) -> request.receive().then(Mono.fromFuture(hashed, true))
                                .then(response.send())));
    }

    @AfterEach
    void finish() {
        hashed.complete(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOGIN, "/api/auth/%6Cogin", "/api/auth/register", "/api/auth/users/me/password",
        "/api/auth/users/me/deletion"})
    void oneTooManyIsToldToComeAgainAndEverybodyElseGoesOn(String path) {
        List<CompletableFuture<HttpResponse<String>>> waiting = flood();

        HttpResponse<String> refused = send(signedIn(path).POST(body("{}")));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(problem(refused).at("/code").asString()).isEqualTo("overloaded");
        assertThat(problem(refused).at("/retryable").asBoolean()).isTrue();
        assertThat(status(signedIn("/api/auth/users/me"))).isEqualTo(200);
        assertThat(status(request("/api/auth/refresh").POST(body("{}")))).isEqualTo(200);

        hashed.complete(null);
        assertThat(waiting).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        await().atMost(PATIENCE).until(() -> status(signedIn(path).POST(body("{}"))) == 200);
    }

    @Test
    void whoGivesUpMakesRoom() {
        flood().forEach(answer -> answer.cancel(true));

        auth.answerStatus(LOGIN, 200);
        await().atMost(PATIENCE).until(() -> status(request(LOGIN).POST(body("{}"))) == 200);
    }

    private List<CompletableFuture<HttpResponse<String>>> flood() {
        List<CompletableFuture<HttpResponse<String>>> answers = Stream.generate(() -> http.sendAsync(
                request(LOGIN).POST(body("{}")).build(), BodyHandlers.ofString())).limit(MOST).toList();
        await().atMost(PATIENCE).until(() -> auth.seen(LOGIN).size() == MOST);
        return answers;
    }
}
