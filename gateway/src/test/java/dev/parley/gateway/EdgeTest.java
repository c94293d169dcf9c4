package dev.parley.gateway;

import java.net.http.HttpResponse;
import java.util.Locale;

import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is reachable from outside, and what a service gets to see. */
class EdgeTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(strings = {"/internal/session", "/internal/contents/1", "/api/internal/session", "/actuator",
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

    @Test
    void claimsOfIdentityAndOriginAreNotPassedOn() {
        send(signedIn("/api/files/drive").header("X-User-Id", "1").header("x-user-name", "root")
                .header("X-Forwarded-For", "203.0.113.9").header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https").header("X-Forwarded-Prefix", "/x")
                .header("Forwarded", "for=203.0.113.9")
                .header("X-Real-IP", "203.0.113.9").header("X-Custom", "kept"));
        HttpHeaders seen = files.seen().getFirst().headers();
        assertThat(seen.names()).noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-user-"));
        assertThat(seen.get("Forwarded")).isNull();
        assertThat(seen.get("X-Real-IP")).isNull();
        assertThat(seen.get("X-Forwarded-Prefix")).isNull();
        assertThat(seen.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(seen.get("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(seen.get("X-Forwarded-Host")).startsWith("127.0.0.1:");
        assertThat(seen.get("X-Custom")).isEqualTo("kept");
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
