package dev.parley.journey;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;

import tools.jackson.databind.JsonNode;

/** Somebody who has registered and logged in. */
final class Person {

    private final String userId;
    private final String accessToken;
    private final Api api;

    private Person(String userId, String accessToken, Api api) {
        this.userId = userId;
        this.accessToken = accessToken;
        this.api = api;
    }

    /** Registers a new person whose user name begins with {@code name}, and logs in. */
    static Person arrives(URI gateway, String name) {
        Api stranger = Api.stranger(gateway);
        String username = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        String password = UUID.randomUUID().toString();
        JsonNode user = Api
                .json(stranger.post("/api/auth/register", Map.of("username", username, "password", password)), 201);
        JsonNode login = Api.json(stranger.post("/api/auth/login", Map.of("username", username, "password", password)),
                200);
        String token = login.path("accessToken").asString();
        return new Person(user.path("id").asString(), token, stranger.as(token));
    }

    String userId() {
        return userId;
    }

    String accessToken() {
        return accessToken;
    }

    Api api() {
        return api;
    }

    /** Opens the one-to-one channel with another person, or finds it; its id. */
    String channelWith(Person other) {
        HttpResponse<byte[]> answer = api.post("/api/chat/channels", Map.of("type", "direct", "userId", other.userId));
        return Api.json(answer, answer.statusCode() == 200 ? 200 : 201).path("id").asString();
    }

    /** A WebSocket that is open and has had its greeting. */
    ChatSocket connects() {
        return ChatSocket.open(api.uri("/api/chat/ws"), accessToken);
    }
}
