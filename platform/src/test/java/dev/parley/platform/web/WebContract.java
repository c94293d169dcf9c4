package dev.parley.platform.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

import io.jsonwebtoken.Jwts;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What the platform promises on the servlet stack and on WebFlux alike. */
interface WebContract {

    HttpClient CLIENT = HttpClient.newHttpClient();
    JsonMapper JSON = JsonMapper.shared();
    long PERSON = Ids.next();

    int port();

    private HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path) {
        return send("GET", path, "", Map.of("Authorization", "Bearer " + SampleApplication.MINT.token(PERSON)));
    }

    private HttpResponse<String> post(String path, String type, String body) {
        return send("POST", path, body,
                Map.of("Authorization", "Bearer " + SampleApplication.MINT.token(PERSON), "Content-Type", type));
    }

    private static JsonNode problem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("type").asString()).isEqualTo("https://parley.dev/problems/" + code);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(problem.has("retryable")).isTrue();
        return problem;
    }

    @Test
    default void aPathThatCouldBeReadInTwoWaysIsRefusedWithAProblem() {
        problem(get("/me;x=1"), 400, "request-refused");
    }

    @Test
    default void aControllerKnowsTheVerifiedPerson() {
        assertThat(get("/me").body()).isEqualTo(Ids.format(PERSON));
    }

    @Test
    default void withoutATokenThereIsAChallenge() {
        HttpResponse<String> refused = send("GET", "/me", "", Map.of());

        problem(refused, 401, "unauthenticated");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"parley\"");
    }

    @Test
    default void anUnknownAddressIsHiddenFromStrangers() {
        problem(send("GET", "/nowhere", "", Map.of()), 401, "unauthenticated");
        problem(get("/nowhere"), 404, "not-found");
    }

    @Test
    default void aForeignTokenIsNamedInvalid() {
        String forged = SampleApplication.MINT.good(PERSON)
                .signWith(SampleApplication.MINT.foreignKeys().getPrivate(), Jwts.SIG.ES256)
                .compact();
        HttpResponse<String> refused = send("GET", "/me", "", Map.of("Authorization", "Bearer " + forged));

        problem(refused, 401, "unauthenticated");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    }

    @Test
    default void aPublicEndpointNeedsNoTokenAndIgnoresABadOne() {
        assertThat(send("GET", "/open/hello", "", Map.of()).body()).isEqualTo("hello");
        assertThat(send("GET", "/open/hello", "", Map.of("Authorization", "Bearer x")).body()).isEqualTo("hello");
    }

    @Test
    default void onlyTheNamedMethodOfAPublicEndpointIsOpen() {
        problem(send("POST", "/open/hello", "{}", Map.of()), 401, "unauthenticated");
        problem(post("/open/hello", "application/json", "{}"), 405, "method-not-allowed");
    }

    @Test
    default void probesAreOpenAndTheRestOfTheActuatorIsClosed() {
        assertThat(send("GET", "/actuator/health/readiness", "", Map.of()).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/actuator/health/liveness", "", Map.of()).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/actuator/prometheus", "", Map.of()).body()).contains("jvm_memory");
        assertThat(send("GET", "/actuator/env", "", Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    default void badInputNamesTheField() {
        JsonNode invalid = problem(post("/things", "application/json", "{\"name\":\"a\",\"size\":0}"), 422,
                "invalid-request");
        assertThat(invalid.path("errors").get(0).path("field").asString()).isEqualTo("size");

        JsonNode mistyped = problem(post("/things", "application/json", "{\"name\":\"a\",\"size\":\"many\"}"), 400,
                "malformed-body");
        assertThat(mistyped.path("errors").get(0).path("field").asString()).isEqualTo("size");
    }

    @Test
    default void whatIsNoJsonIsRefused() {
        problem(post("/things", "application/json", "{"), 400, "malformed-body");
        problem(post("/things", "text/plain", "a"), 415, "unsupported-media-type");
    }

    @Test
    default void aParameterOfTheWrongFormIsNamed() {
        assertThat(problem(get("/number?n=x"), 400, "malformed-request").path("detail").asString()).contains("n ");
        problem(get("/number"), 400, "malformed-request");
    }

    @Test
    default void aProblemMaySayWhenToComeBack() {
        HttpResponse<String> busy = get("/busy");

        assertThat(problem(busy, 429, "busy").path("retryable").asBoolean()).isTrue();
        assertThat(busy.headers().firstValue("Retry-After")).hasValue("2");
    }

    @Test
    default void aRefusalToAuthenticateCarriesAChallenge() {
        HttpResponse<String> refused = get("/secret");
        HttpResponse<String> basic = get("/secret?scheme=Basic");

        problem(refused, 401, "bad-secret");
        assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"parley\"");
        assertThat(basic.headers().allValues("WWW-Authenticate")).containsExactly("Basic realm=\"parley\"");
    }

    @Test
    default void aStoreThatIsAwayIsSomethingToRetry() {
        HttpResponse<String> away = get("/store-away");

        assertThat(problem(away, 503, "unavailable").path("retryable").asBoolean()).isTrue();
        assertThat(away.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(away.body()).doesNotContain("secret");
    }

    @Test
    default void aDefectTellsNothingOfItself() {
        HttpResponse<String> failed = get("/defect");

        problem(failed, 500, "internal-error");
        assertThat(failed.body()).doesNotContain("secret").doesNotContain("Exception");
    }
}
