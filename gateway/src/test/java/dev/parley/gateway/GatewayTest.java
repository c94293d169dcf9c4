package dev.parley.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.EmbeddedPartsSet;
import dev.parley.testkit.MovableClock;
import dev.parley.testkit.TestIssuer;

/** The real gateway on a port, with a real Redis, in front of small servers that play the services. One gateway for all tests. */
@EmbeddedParts
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
    "parley.gateway.session.cache-for=30s",
    "parley.gateway.route.trusted-proxies=127.0.0.2/32",
    "parley.gateway.socket.recheck-every=500ms",
    "parley.gateway.breaker.open-for=300ms",
    "parley.gateway.route.time-limit-millis=1500",
    "parley.gateway.route.silence=1500ms",
    "parley.gateway.route.max-password-operations=4"
})
@Import(GatewayTest.Time.class)
abstract class GatewayTest {

    protected static final Duration PATIENCE = Duration.ofSeconds(60);
    protected static final String CHANNELS = "/api/chat/channels";
    protected static final MovableClock clock = new MovableClock();
    protected static final TestIssuer issuer = new TestIssuer(clock);
    protected static final Origin auth = new Origin();
    protected static final Origin chat = new Origin();
    protected static final Origin files = new Origin();
    protected static final Origin hash = new Origin();
    protected static final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    protected static final JsonMapper json = new JsonMapper();

    /** How long the gateway believes what it found out about a session. */
    protected static final Duration CACHED = Duration.ofSeconds(31);
    protected final String sessionId = UUID.randomUUID().toString();
    protected final String token = issuer.token(42, sessionId);

    /** The gateway's time is the tests'. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Time {

        @Bean
        Clock clock() {
            return clock;
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry registry) {
        registry.add("spring.data.redis.url", () -> EmbeddedPartsSet.shared().redisUrl());
        service(registry, "auth-service", auth);
        service(registry, "chat-service", chat);
        service(registry, "file-service", files);
        service(registry, "hash-service", hash);
    }

    private static void service(DynamicPropertyRegistry registry, String name, Origin origin) {
        registry.add("spring.cloud.discovery.client.simple.instances." + name + "[0].uri", origin::url);
    }

    @BeforeEach
    void startAfresh() {
        List.of(auth, chat, files, hash).forEach(Origin::reset);
        auth.answerBody("/api/auth/.well-known/jwks.json", 200, "application/json", issuer.jwks());
        auth.answerStatus("/internal/session", 204);
        breakers.getAllCircuitBreakers().forEach(breaker -> {
            breaker.transitionToClosedState(); // ends what is scheduled for a half-open circuit; a reset alone does not
            breaker.reset();
        });
    }

    protected URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    protected URI socketUri() {
        return URI.create("ws://127.0.0.1:" + port + "/api/chat/ws");
    }

    protected HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
    }

    protected HttpRequest.Builder signedIn(String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    protected HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    protected int status(HttpRequest.Builder request) {
        return send(request).statusCode();
    }

    protected static HttpRequest.BodyPublisher body(String text) {
        return BodyPublishers.ofString(text);
    }

    protected static JsonNode problem(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("none");
        if (!type.equals("application/problem+json")) {
            throw new AssertionError("no problem but " + type + ": " + response.body());
        }
        return json.readTree(response.body());
    }

    /** As auth-service writes it. */
    protected static void writeSession(String session, String state) {
        try (RedisClient client = RedisClient.create(EmbeddedPartsSet.shared().redisUrl());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().setex("parley:session:" + session, 60, state);
        }
    }

    /** As auth-service tells it. Answers how many gateways heard it. */
    protected static long publishEnd(String session) {
        try (RedisClient client = RedisClient.create(EmbeddedPartsSet.shared().redisUrl());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            Long heard = connection.sync().publish("parley:sessions:ended", session);
            return heard == null ? 0 : heard;
        }
    }
}
