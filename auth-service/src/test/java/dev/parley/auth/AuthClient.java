package dev.parley.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.testkit.OpenApi;

/** Calls auth-service as a client would. */
public final class AuthClient {

    public static final String PASSWORD = "correct horse battery";

    /** What the service publishes about itself. */
    static final OpenApi DOCUMENT = OpenApi.onClassPath("static/api/auth/openapi.yaml");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final URI base;
    private final HttpClient http;

    /** An answer; the body is a missing node when there is none. */
    public record Answer(int status, HttpHeaders headers, JsonNode body) {

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        public String text(String member) {
            return body.path(member).asString("");
        }

        /** The fields that a 422 names, in order. */
        public String violations() {
            return String.join(",",
                    body.path("errors").values().stream().map(e -> e.path("field").asString()).toList());
        }
    }

    /** A person who has registered and logged in. */
    public record Person(String username, String userId, String sessionId, String accessToken, String refreshToken) {}

    public AuthClient(int port) {
        this(URI.create("http://127.0.0.1:" + port), HTTP);
    }

    private AuthClient(URI base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    /** A client of the same service whose requests come from another address of the loopback network. */
    public AuthClient from(String address) {
        return new AuthClient(base, HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10))
                .localAddress(InetAddress.ofLiteral(address)).build());
    }

    /** A user name that nobody has. */
    public static String freshName() {
        return "u" + UUID.randomUUID().toString().substring(9).replace("-", "");
    }

    public Answer register(String username) {
        return post("/api/auth/register", Map.of("username", username, "password", PASSWORD));
    }

    public Answer login(String username, String password) {
        return post("/api/auth/login", Map.of("username", username, "password", password));
    }

    public Answer refresh(String refreshToken) {
        return post("/api/auth/refresh", Map.of("refreshToken", refreshToken));
    }

    public Answer logout(String accessToken) {
        return send(request("/api/auth/logout").header("Authorization", "Bearer " + accessToken)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer checkSession(String accessToken) {
        return get("/internal/session", accessToken);
    }

    /** Registers somebody and logs them in. */
    public Person newPerson() {
        String username = freshName();
        expect(201, register(username));
        return signIn(username);
    }

    /** Logs somebody in who has registered with the usual password. */
    public Person signIn(String username) {
        Answer answer = expect(200, login(username, PASSWORD));
        return new Person(username, answer.text("userId"), answer.text("sessionId"), answer.text("accessToken"),
                answer.text("refreshToken"));
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer get(String path, String accessToken) {
        return send(request(path).header("Authorization", "Bearer " + accessToken).GET());
    }

    /** An operation on behalf of somebody; an empty body is not sent. */
    public Answer call(String method, String path, String accessToken, Map<String, ?> body) {
        HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + accessToken);
        return send(body.isEmpty()
                ? request.method(method, HttpRequest.BodyPublishers.noBody())
                : request.header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public Answer post(String path, Object body) {
        return postRaw(path, "application/json", JSON.writeValueAsString(body));
    }

    public Answer postRaw(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = JSON.readTree(response.body());
            compareWithDocument(response, body);
            return new Answer(response.statusCode(), response.headers(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer as it came, for what is no JSON. */
    public HttpResponse<String> getText(String path) {
        try {
            return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every answer that a test gets is one that the published document describes. */
    private static void compareWithDocument(HttpResponse<String> response, JsonNode body) {
        String method = response.request().method();
        String path = response.uri().getRawPath();
        if (!DOCUMENT.describes(method, path)) {
            return; // a test of what is not there; that nothing is missing is OpenApiTest's to say
        }
        String contentType = response.headers().firstValue("Content-Type").map(type -> type.split(";")[0]).orElse("");
        List<String> violations = DOCUMENT
                .violations(new OpenApi.Answer(method, path, response.statusCode(), contentType, body));
        if (!violations.isEmpty()) {
            throw new AssertionError("not as in openapi.yaml: " + violations + " in " + response.body());
        }
    }

    /** A request to the service, to be completed. */
    public HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(base.resolve(pathAndQuery)).timeout(Duration.ofMinutes(1));
    }

    private static Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", got " + answer);
        }
        return answer;
    }
}
