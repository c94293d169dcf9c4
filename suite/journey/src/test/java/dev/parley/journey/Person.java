package dev.parley.journey;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody who has registered and logged in: one session of theirs. */
final class Person {

    private final String username;
    private final String password;
    private final JsonNode tokens;
    private final Api api;

    private Person(String username, String password, JsonNode tokens, Api stranger) {
        this.username = username;
        this.password = password;
        this.tokens = tokens;
        this.api = stranger.as(tokens.path("accessToken").asString());
    }

    /** Registers a new person whose user name begins with {@code name}, and logs in. */
    static Person arrives(URI gateway, String name) {
        Api stranger = Api.stranger(gateway);
        String username = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        String password = UUID.randomUUID().toString();
        Api.json(stranger.post("/api/auth/register", Map.of("username", username, "password", password)), 201);
        return logsIn(stranger, username, password, "a computer");
    }

    /** The same person in a new session. */
    Person logsInAgain(String device) {
        return logsIn(api.as(""), username, password, device);
    }

    /** The same person in the same session, with new tokens. */
    Person refreshes() {
        HttpResponse<byte[]> answer = api.as("").post("/api/auth/refresh", Map.of("refreshToken", refreshToken()));
        return new Person(username, password, Api.json(answer, 200), api.as(""));
    }

    /** What comes of a login with this password. */
    HttpResponse<byte[]> triesToLogIn(String triedPassword) {
        return api.as("").post("/api/auth/login", Map.of("username", username, "password", triedPassword));
    }

    String userId() {
        return tokens.path("userId").asString();
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }

    String sessionId() {
        return tokens.path("sessionId").asString();
    }

    String accessToken() {
        return tokens.path("accessToken").asString();
    }

    String refreshToken() {
        return tokens.path("refreshToken").asString();
    }

    Api api() {
        return api;
    }

    /** The status of a request with this person's access token. */
    int isLetIn() {
        return api.get("/api/auth/users/me").statusCode();
    }

    /** Opens the one-to-one channel with another person, or finds it; its id. */
    String channelWith(Person other) {
        HttpResponse<byte[]> answer = api.post("/api/chat/channels",
                Map.of("type", "direct", "userId", other.userId()));
        return Api.json(answer, answer.statusCode() == 200 ? 200 : 201).path("id").asString();
    }

    /** Makes a group with these people; its id. */
    String groupWith(List<Person> others) {
        return Api.json(api.post("/api/chat/channels", Map.of("type", "group", "title", "a group", "userIds",
                others.stream().map(Person::userId).toList())), 201).path("id").asString();
    }

    /** Uploads this and shares it; the path of the share. */
    String shares(byte[] content) {
        return shares(content, Map.of());
    }

    /** Uploads this and shares it on terms such as a {@code channelId}; the path of the share. */
    String shares(byte[] content, Map<String, ?> terms) {
        HttpResponse<byte[]> created = api.postBytes("/api/files/uploads", content, "Tus-Resumable", "1.0.0",
                "Upload-Length", Integer.toString(content.length), "Content-Type", "application/offset+octet-stream",
                "Upload-Metadata", "filename ZGlhcnkudHh0");
        assertThat(created.statusCode()).isEqualTo(201);
        String id = created.headers().firstValue("Location").orElseThrow().replaceFirst(".*/", "");
        Map<String, Object> wish = new HashMap<>(terms);
        wish.put("fileId", id);
        return Api.json(api.post("/api/files/shares", wish), 201).path("url").asString();
    }

    /** A WebSocket that is open and has had its greeting. */
    ChatSocket connects() {
        return ChatSocket.open(api.uri("/api/chat/ws"), accessToken());
    }

    private static Person logsIn(Api stranger, String username, String password, String device) {
        JsonNode tokens = Api.json(stranger.post("/api/auth/login",
                Map.of("username", username, "password", password, "device", device)), 200);
        return new Person(username, password, tokens, stranger);
    }
}
