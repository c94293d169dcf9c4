package dev.parley.journey;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Sessions and their tokens, as a person with several devices has them. */
interface SessionContract {

    Duration SOON = Duration.ofSeconds(60);

    /** Where the gateway of the running suite listens. */
    URI gateway();

    RunningSuite suite();

    @Test
    default void aRefreshTokenGivesNewTokensOfTheSameSession() {
        Person alice = Person.arrives(gateway(), "alice");

        Person later = alice.refreshes();

        assertThat(later.sessionId()).isEqualTo(alice.sessionId());
        assertThat(later.refreshToken()).isNotEqualTo(alice.refreshToken());
        assertThat(later.isLetIn()).isEqualTo(200);
        assertThat(alice.refreshes().refreshToken()).as("sent again, because an answer was lost")
                .isEqualTo(later.refreshToken());
    }

    @Test
    default void aRefreshTokenUsedAfterItsSuccessorEndsTheSession() {
        Person alice = Person.arrives(gateway(), "alice");
        Person latest = alice.refreshes().refreshes();

        Api.problem(Api.stranger(gateway()).post("/api/auth/refresh", Map.of("refreshToken", alice.refreshToken())),
                401,
                "invalid-refresh-token");

        awaitRefused(latest);
        Api.problem(Api.stranger(gateway()).post("/api/auth/refresh", Map.of("refreshToken", latest.refreshToken())),
                401, "invalid-refresh-token");
    }

    @Test
    default void aTicketOpensOneSocketWhichEndsWithTheSession() {
        Person alice = Person.arrives(gateway(), "alice");
        String channel = alice.channelWith(Person.arrives(gateway(), "bob"));
        URI address = alice.api().uri("/api/chat/ws");
        String ticket = Api.json(alice.api().postNothing("/api/chat/tickets"), 201).path("ticket").asString();

        ChatSocket socket = ChatSocket.withTicket(address, ticket);
        socket.awaitGreeting();
        assertThat(socket.send(channel, "from a browser")).isEqualTo(1);
        assertThat(ChatSocket.withTicket(address, ticket).closedWith()).as("a second time").isEqualTo(4401);
        Api.problem(alice.api().get("/api/chat/ws?access_token=" + alice.accessToken()), 400, "token-in-address");

        assertThat(alice.api().postNothing("/api/auth/logout").statusCode()).isEqualTo(204);
        assertThat(socket.closedWith()).isEqualTo(4401);
    }

    @Test
    default void logoutEverywhereEndsAllSessionsOfThePersonAndNoOthers() {
        Person computer = Person.arrives(gateway(), "alice");
        Person phone = computer.logsInAgain("a phone");
        Person bob = Person.arrives(gateway(), "bob");
        ChatSocket socket = phone.connects();

        assertThat(computer.api().delete("/api/auth/sessions").statusCode()).isEqualTo(204);

        awaitRefused(computer);
        awaitRefused(phone);
        assertThat(socket.closedWith()).isEqualTo(4401);
        assertThat(bob.isLetIn()).isEqualTo(200);
        assertThat(computer.logsInAgain("a computer").isLetIn()).isEqualTo(200);
    }

    @Test
    default void aPersonSeesTheirSessionsAndEndsOne() {
        Person computer = Person.arrives(gateway(), "alice");
        Person phone = computer.logsInAgain("a phone");

        JsonNode sessions = Api.json(computer.api().get("/api/auth/sessions"), 200).path("items");
        assertThat(sessions.values()).extracting(session -> session.path("id").asString())
                .containsExactly(phone.sessionId(), computer.sessionId());
        assertThat(sessions.values()).extracting(session -> session.path("device").asString())
                .containsExactly("a phone", "a computer");
        assertThat(sessions.values()).extracting(session -> session.path("current").asBoolean())
                .containsExactly(false, true);
        assertThat(sessions.values()).allSatisfy(session -> {
            assertThat(session.path("address").asString()).as("the client's, not the gateway's").isEqualTo("127.0.0.1");
            assertThat(session.path("createdAt").asString()).endsWith("Z");
            assertThat(session.path("lastUsedAt").asString()).endsWith("Z");
            assertThat(session.path("expiresAt").asString()).endsWith("Z");
        });

        assertThat(computer.api().delete("/api/auth/sessions/" + phone.sessionId()).statusCode()).isEqualTo(204);

        awaitRefused(phone);
        assertThat(computer.isLetIn()).isEqualTo(200);
        Api.problem(computer.api().delete("/api/auth/sessions/" + phone.sessionId()), 404, "session-not-found");
        Person bob = Person.arrives(gateway(), "bob");
        Api.problem(bob.api().delete("/api/auth/sessions/" + computer.sessionId()), 404, "session-not-found");
    }

    @Test
    default void whereOneSessionIsAllowedANewLoginEndsTheOldOne() {
        Person alice = Person.arrives(gateway(), "alice");
        RunningSuite.ServiceHandle authService = suite().service("auth-service");
        authService.stop();
        authService.startWith(Map.of("PARLEY_AUTH_SESSION_MAX_SESSIONS_PER_USER", "1"));
        try {
            Person first = await().atMost(SOON).ignoreExceptions().until(() -> alice.logsInAgain("the first"),
                    person -> true);
            assertThat(first.isLetIn()).isEqualTo(200);
            ChatSocket socket = first.connects();

            Person second = first.logsInAgain("the second");

            awaitRefused(first);
            assertThat(socket.closedWith()).isEqualTo(4401);
            assertThat(second.isLetIn()).isEqualTo(200);
        } finally {
            authService.stop();
            authService.start();
            await().atMost(SOON).until(() -> alice.triesToLogIn(alice.password()).statusCode() == 200);
        }
    }

    @Test
    default void aRevokedTokenEndsItsSession() {
        Person alice = Person.arrives(gateway(), "alice");
        Person phone = alice.logsInAgain("a phone");
        Api stranger = Api.stranger(gateway());

        assertThat(stranger.postForm("/api/auth/revoke", "token=" + alice.refreshToken()).statusCode()).isEqualTo(200);
        assertThat(stranger.postForm("/api/auth/revoke", "token=" + phone.accessToken()).statusCode()).isEqualTo(200);
        assertThat(stranger.postForm("/api/auth/revoke", "token=unknown").statusCode()).isEqualTo(200);

        awaitRefused(alice);
        awaitRefused(phone);
    }

    @Test
    default void aConfiguredClientLearnsWhetherATokenIsActive() {
        Person alice = Person.arrives(gateway(), "alice");
        String client = "Basic " + Base64.getEncoder().encodeToString((System.getenv(
                "PARLEY_AUTH_INTROSPECTION_CLIENT_ID") + ":" + System.getenv("PARLEY_AUTH_INTROSPECTION_CLIENT_SECRET"))
                .getBytes(StandardCharsets.US_ASCII));
        Api stranger = Api.stranger(gateway());
        String form = "token=" + alice.accessToken();

        JsonNode active = Api.json(stranger.postForm("/api/auth/introspect", form, "Authorization", client), 200);
        assertThat(active.path("active").asBoolean()).isTrue();
        assertThat(active.path("sub").asString()).isEqualTo(alice.userId());
        assertThat(active.path("sid").asString()).isEqualTo(alice.sessionId());
        assertThat(active.path("username").asString()).isEqualTo(alice.username());

        alice.api().postNothing("/api/auth/logout");
        JsonNode ended = Api.json(stranger.postForm("/api/auth/introspect", form, "Authorization", client), 200);
        assertThat(ended.toString()).isEqualTo("{\"active\":false}");
        HttpResponse<byte[]> refused = stranger.postForm("/api/auth/introspect", form, "Authorization", "Basic Og==");
        Api.problem(refused, 401, "invalid-client");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic ");
    }

    private static void awaitRefused(Person person) {
        await().atMost(SOON).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                .until(() -> person.isLetIn() == 401);
    }
}
