package dev.parley.journey;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Accounts from registration to deletion, and what a person is told who does something wrong. */
interface AccountContract {

    String ME = "/api/auth/users/me";

    /** Where the gateway of the running suite listens. */
    URI gateway();

    @Test
    default void aPersonChangesTheirDisplayName() {
        Person alice = Person.arrives(gateway(), "alice");

        assertThat(Api.json(alice.api().patch(ME, "application/json", Map.of("displayName", "Alice ✿")), 200)
                .path("displayName").asString()).isEqualTo("Alice ✿");
        assertThat(
                Api.json(alice.api().patch(ME, "application/merge-patch+json", Map.of("displayName", "Alice L.")), 200)
                        .path("displayName").asString())
                .isEqualTo("Alice L.");

        Person bob = Person.arrives(gateway(), "bob");
        assertThat(Api.json(alice.api().get(ME), 200).path("displayName").asString()).isEqualTo("Alice L.");
        await().atMost(SessionContract.SOON)
                .until(() -> Api.json(bob.api().get("/api/auth/users/" + alice.userId()), 200)
                        .path("displayName").asString().equals("Alice L."));
    }

    @Test
    default void aChangedPasswordEndsTheOtherSessions() {
        Person alice = Person.arrives(gateway(), "alice");
        Person phone = alice.logsInAgain("a phone");
        String changed = "a password nobody else has " + alice.userId();

        Api.problem(changePassword(alice, "wrong password", changed), 403, "wrong-password");
        assertThat(changePassword(alice, alice.password(), changed).statusCode()).isEqualTo(204);

        await().atMost(SessionContract.SOON).until(() -> phone.isLetIn() == 401);
        assertThat(alice.isLetIn()).isEqualTo(200);
        Api.problem(alice.triesToLogIn(alice.password()), 401, "bad-credentials");
        assertThat(alice.triesToLogIn(changed).statusCode()).isEqualTo(200);
    }

    @Test
    default void aDeletedAccountLeavesItsMessagesAndNothingElse() {
        Person alice = Person.arrives(gateway(), "alice");
        Person bob = Person.arrives(gateway(), "bob");
        String channel = alice.channelWith(bob);
        String share;
        try (ChatSocket socket = alice.connects()) {
            socket.send(channel, "remember me");
            share = alice.shares("a page of a diary".getBytes(UTF_8));
            assertThat(bob.api().get(share).statusCode()).isEqualTo(200);

            Api.problem(alice.api().post(ME + "/deletion", Map.of("password", "wrong password")), 403,
                    "wrong-password");
            assertThat(alice.api().post(ME + "/deletion", Map.of("password", alice.password())).statusCode())
                    .isEqualTo(204);
            assertThat(socket.closedWith()).isEqualTo(4401);
        }

        await().atMost(SessionContract.SOON).until(() -> alice.isLetIn() == 401);
        Api.problem(alice.triesToLogIn(alice.password()), 401, "bad-credentials");
        Api.problem(Api.stranger(gateway()).post("/api/auth/register",
                Map.of("username", alice.username(), "password", alice.password())), 409, "username-taken");
        await().atMost(SessionContract.SOON)
                .until(() -> bob.api().get("/api/auth/users/" + alice.userId()).statusCode() == 404);
        await().atMost(SessionContract.SOON).until(() -> bob.api().get(share).statusCode() == 404);
        await().atMost(SessionContract.SOON).until(() -> isClosed(bob, channel));
        JsonNode messages = Api.json(bob.api().get("/api/chat/channels/" + channel + "/messages?after=0"), 200)
                .path("messages");
        assertThat(messages.values()).extracting(message -> message.path("text").asString())
                .containsExactly("remember me");
        assertThat(messages.path(0).path("senderId").asString()).isEqualTo(alice.userId());
    }

    @Test
    default void whoGuessesPasswordsHasToWait() {
        Person alice = Person.arrives(gateway(), "alice");

        HttpResponse<byte[]> refused = await().atMost(SessionContract.SOON).pollInterval(Duration.ofMillis(1))
                .until(() -> alice.triesToLogIn("a wrong password"), answer -> answer.statusCode() != 401);

        JsonNode problem = Api.problem(refused, 429, "too-many-attempts");
        assertThat(problem.path("retryable").asBoolean()).isTrue();
        await().atMost(SessionContract.SOON).until(() -> alice.triesToLogIn(alice.password()).statusCode() == 200);
        assertThat(alice.isLetIn()).as("a session that is there is not slowed down").isEqualTo(200);
    }

    @Test
    default void everyRefusalIsAProblemThatSaysWhatToDo() {
        Person alice = Person.arrives(gateway(), "alice");
        Api stranger = Api.stranger(gateway());

        Api.problem(stranger.get(ME), 401, "unauthenticated");
        Api.problem(stranger.as("abc.def.ghi").get(ME), 401, "unauthenticated");
        Api.problem(alice.triesToLogIn("a wrong password"), 401, "bad-credentials");
        Api.problem(stranger.post("/api/auth/register", Map.of("username", alice.username(), "password",
                alice.password())), 409, "username-taken");
        JsonNode invalid = Api.problem(stranger.post("/api/auth/register",
                Map.of("username", "a b", "password", "short")), 422, "invalid-request");
        assertThat(invalid.path("errors").values()).extracting(error -> error.path("field").asString())
                .containsExactlyInAnyOrder("username", "password");
        Api.problem(stranger.post("/api/auth/register", Map.of("username", "carla" + alice.userId(), "password",
                "password123")), 422, "invalid-request");
        Api.problem(alice.api().patch(ME, "application/json", Map.of("displayName", " ")), 422, "invalid-request");
    }

    private static HttpResponse<byte[]> changePassword(Person person, String current, String changed) {
        return person.api().post(ME + "/password", Map.of("currentPassword", current, "newPassword", changed));
    }

    /** Uploads a file in one request and shares it; the path of the share. */
    /** Whether a message to the channel is refused because the other side is gone. */
    private static boolean isClosed(Person person, String channel) {
        try (ChatSocket socket = person.connects()) {
            return socket.refusal(channel, "are you there?").equals("channel-closed");
        }
    }
}
