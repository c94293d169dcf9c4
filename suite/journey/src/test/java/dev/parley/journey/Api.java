package dev.parley.journey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** HTTP as a client of the gateway speaks it: JSON in, JSON out. */
final class Api {

    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    static final JsonMapper JSON = JsonMapper.shared();

    private final URI gateway;
    private final String token;

    private Api(URI gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    /** Without a token. */
    static Api stranger(URI gateway) {
        return new Api(gateway, "");
    }

    /** With this access token on every request. */
    Api as(String accessToken) {
        return new Api(gateway, accessToken);
    }

    URI uri(String path) {
        return gateway.resolve(path);
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send(request(path).headers("Accept", "*/*"), headers);
    }

    HttpResponse<byte[]> post(String path, Object body) {
        return send(json(path, "POST", "application/json", body));
    }

    HttpResponse<byte[]> patch(String path, String mediaType, Object body) {
        return send(json(path, "PATCH", mediaType, body));
    }

    HttpResponse<byte[]> postNothing(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    /** A form, as OAuth 2 has it. */
    HttpResponse<byte[]> postForm(String path, String form, String... headers) {
        return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)), headers);
    }

    HttpResponse<byte[]> postBytes(String path, byte[] body, String... headers) {
        return send(request(path).POST(BodyPublishers.ofByteArray(body)), headers);
    }

    /** A request of tus 1.0.0. */
    HttpResponse<byte[]> tus(String method, String path, byte[] body, String... headers) {
        return send(request(path).header("Tus-Resumable", "1.0.0").method(method, BodyPublishers.ofByteArray(body)),
                headers);
    }

    HttpResponse<byte[]> put(String path) {
        return send(request(path).PUT(BodyPublishers.noBody()));
    }

    HttpResponse<byte[]> delete(String path) {
        return send(request(path).DELETE());
    }

    /** The JSON of an answer that must have this status. */
    static JsonNode json(HttpResponse<byte[]> response, int status) {
        assertThat(response.statusCode()).as(() -> new String(response.body(), UTF_8))
                .isEqualTo(status);
        return JSON.readTree(response.body());
    }

    /** The problem that an answer must be, of this status and code (RFC 9457). */
    static JsonNode problem(HttpResponse<byte[]> response, int status, String code) {
        JsonNode problem = json(response, status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("type").asString()).isEqualTo("https://parley.dev/problems/" + code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        if (status == 401) {
            assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        if (status == 429) {
            assertThat(response.headers().firstValueAsLong("Retry-After")).isPresent();
        }
        return problem;
    }

    private HttpRequest.Builder json(String path, String method, String mediaType, Object body) {
        return request(path).header("Content-Type", mediaType).method(method,
                BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("no answer from the gateway", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
