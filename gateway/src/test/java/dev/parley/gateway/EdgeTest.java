package dev.parley.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is reachable from outside, and what a service gets to see. */
class EdgeTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(strings = {"/internal/session", "/internal/contents/1", "/internal/shares/token",
        "/internal/channels/1/membership",
        "/api/internal/session", "/actuator",
        "/actuator/env", "/actuator/prometheus", "/actuator/gateway/routes", "/actuator/shutdown", "/actuator/heapdump",
        "/api/auth/../../internal/session", "/api/auth/%2e%2e/%2E./internal/session",
        "/api/auth/..;/..;a=b/internal/session", "/api/auth/..%2f..%2finternal/session",
        "/api/auth/..%5c../internal/session",
        "/api/chat/./channels", "/api/chat/..",
        "/internal%2Fsession", "//internal/session", "/nope", "/api", "/api/nope"})
    void whatIsNotRoutedIsNotFound(String path) {
        writeSession(sessionId, "active");
        HttpResponse<String> response = send(signedIn(path));
        assertThat(response.statusCode()).isIn(400, 404);
        assertThat(problem(response).at("/type").asString()).startsWith("https://parley.dev/problems/");
        assertThat(auth.seen()).isEmpty();
        assertThat(files.seen()).isEmpty();
        assertThat(chat.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void theGatewaysOwnHealthIsOpenAndSaysNoMoreThanUp(String path) {
        HttpResponse<String> response = send(request(path));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("UP").doesNotContain("components");
    }

    @ParameterizedTest
    @CsvSource({"/api/auth/users/me, auth", "/api/chat/channels, chat", "/api/files/drive, files",
        "/api/files/uploads, files",
        "/api/files/shares/abc/content, files", "/api/hash, hash"})
    void eachPathGoesToItsService(String path, String service) {
        assertThat(status(signedIn(path + "?q=%C3%A4"))).isEqualTo(200);
        Origin origin = switch (service) {
            case "auth" -> auth;
            case "chat" -> chat;
            case "files" -> files;
            case "hash" -> hash;
            default -> throw new IllegalArgumentException(service);
        };
        assertThat(origin.seen(path)).singleElement()
                .satisfies(seen -> assertThat(seen.uri()).isEqualTo(path + "?q=%C3%A4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-User-Id", "x-user-name", "X-USER-Roles", "X-Forwarded-Prefix", "X-Forwarded-User",
        "X-Forwarded-Email", "X-Forwarded-Port", "X-Forwarded-Client-Cert", "Forwarded", "X-Real-IP", "X-Client-IP",
        "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Remote-User", "X-Remote-User",
        "X-Auth-Request-User",
        "X-Authenticated-User", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override"})
    void whatClaimsAnIdentityOrAnOriginIsNotPassedOn(String name) {
        send(signedIn("/api/files/drive").header(name, "for=203.0.113.9").header(name, "root"));
        assertThat(files.seen()).singleElement().satisfies(seen -> assertThat(seen.headers().get(name)).isNull());
    }

    @Test
    void aSocketPassesNoClaimsOnEither() throws Exception {
        http.newWebSocketBuilder().header("Authorization", "Bearer " + token).header("X-User-Id", "1")
                .header("X-Forwarded-For", "203.0.113.9").buildAsync(socketUri(), new WebSocket.Listener() {
                })
                .get(60, TimeUnit.SECONDS).abort();
        await().atMost(PATIENCE).until(() -> !chat.seen().isEmpty());
        HttpHeaders seen = chat.seen().getFirst().headers();
        assertThat(seen.get("X-User-Id")).isNull();
        assertThat(seen.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
    }

    @Test
    void aStrangerDoesNotSayWhereTheRequestComesFrom() throws Exception {
        HttpHeaders seen = forwarded("127.0.0.1");
        assertThat(seen.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(seen.getAll("X-Forwarded-Proto")).containsExactly("http");
        assertThat(seen.getAll("X-Forwarded-Host")).singleElement().asString().startsWith("127.0.0.1:");
        assertThat(seen.get("X-Custom")).isEqualTo("kept");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs a second address of the loopback interface")
    void aTrustedProxySaysWhereTheRequestComesFrom() throws Exception {
        HttpHeaders seen = forwarded("127.0.0.2");
        assertThat(seen.getAll("X-Forwarded-For")).containsExactly("203.0.113.9");
        assertThat(seen.getAll("X-Forwarded-Proto")).containsExactly("https");
        assertThat(seen.getAll("X-Forwarded-Host")).containsExactly("chat.example");
        assertThat(seen.get("X-User-Id")).isNull();
    }

    /** What a service sees of a request that comes from this address and claims to have come from another one. */
    private HttpHeaders forwarded(String from) throws IOException {
        try (Socket connection = new Socket("127.0.0.1", uri("/").getPort(), InetAddress.ofLiteral(from), 0)) {
            connection.setSoTimeout((int) PATIENCE.toMillis());
            connection.getOutputStream().write("""
                GET /api/files/drive HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Authorization: Bearer %s\r
                X-Forwarded-For: 198.51.100.1\r
                X-Forwarded-For: 203.0.113.9\r
                X-Forwarded-Proto: https\r
                X-Forwarded-Host: chat.example\r
                X-User-Id: 1\r
                X-Custom: kept\r
                Connection: close, X-Forwarded-For\r
                \r
                """.formatted(uri("/").getPort(), token).getBytes(US_ASCII));
            assertThat(new String(connection.getInputStream().readAllBytes(), US_ASCII)).startsWith("HTTP/1.1 200");
        }
        return files.seen().getFirst().headers();
    }

    @Test
    void thePageIsShownWithoutATokenAndRunsNothing() {
        HttpResponse<String> page = send(request("/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy")).get().asString()
                .contains("default-src 'none'");
        assertThat(page.body()).contains("Parley").doesNotContain("<script").doesNotContain("style=");
        assertThat(status(request("/page.css"))).isEqualTo(200);
    }
}
