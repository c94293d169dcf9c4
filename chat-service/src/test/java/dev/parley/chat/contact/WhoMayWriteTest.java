package dev.parley.chat.contact;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld.Answer;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TestNode;
import dev.parley.chat.TwoNodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Blocks and settings, and what they mean for talks between two, on both nodes. */
class WhoMayWriteTest extends TwoNodes {

    private static void call(TestNode node, Person person, String method, String path, String body) {
        assertThat(world.call(HttpRequest.newBuilder(node.uri("/api/chat" + path))
                .header("Authorization", "Bearer " + person.token())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))).status()).isIn(200, 201, 204);
    }

    private static void block(Person blocking, Person blocked) {
        call(first, blocking, "PUT", "/blocks/" + blocked.id(), "");
    }

    private static void contactsOnly(Person person) {
        call(first, person, "PATCH", "/settings", "{\"whoMayWrite\":\"contacts\"}");
    }

    private static Answer open(TestNode node, Person one, Person other) {
        return world.post(node, one, "/api/chat/channels", Map.of("type", "direct", "userId", other.id()));
    }

    /** The type of the answer to a message, or the code of the error. */
    private static String write(TestClient client, String channel) {
        var answer = client.awaitAnswer(client.send(channel, UUID.randomUUID().toString(), "hello"));
        return answer.path("code").stringValue(answer.get("type").stringValue());
    }

    private static void awaitAnswer(TestClient client, String channel, String wanted) {
        await().atMost(TestClient.PATIENCE).until(() -> write(client, channel), wanted::equals);
        assertThat(write(client, channel)).isEqualTo(wanted);
    }

    @Test
    void whoeverIsBlockedOpensNoChannel() {
        block(bob, ann);

        for (TestNode node : List.of(first, second)) {
            Answer refused = open(node, ann, bob);
            assertThat(refused.body().path("code").stringValue("")).isEqualTo("not-accepted");
            assertThat(open(node, bob, ann).body().path("code").stringValue("")).isEqualTo("blocked-by-you");
        }
        call(second, bob, "DELETE", "/blocks/" + ann.id(), "");
        assertThat(open(first, ann, bob).status()).isEqualTo(201);
    }

    @Test
    void whoeverIsBlockedWritesIntoNoChannelThatStandsUntilUnblocked() {
        String channel = world.channel(first, ann, bob);
        List<TestClient> anns = List.of(world.connect(first, ann), world.connect(second, ann));
        TestClient bobs = world.connect(second, bob);
        anns.forEach(client -> assertThat(write(client, channel)).isEqualTo("ack"));

        block(bob, ann);

        anns.forEach(client -> awaitAnswer(client, channel, "not-accepted"));
        awaitAnswer(bobs, channel, "blocked-by-you");
        call(second, bob, "DELETE", "/blocks/" + ann.id(), "");
        anns.forEach(client -> awaitAnswer(client, channel, "ack"));
        awaitAnswer(bobs, channel, "ack");
    }

    @Test
    void whoTakesContactsOnlyIsOutOfReachForStrangersInTheSameWordsAsForTheBlocked() {
        Person stranger = world.person();
        Person blocked = world.person();
        contactsOnly(bob);
        block(bob, blocked);

        var toStranger = open(second, stranger, bob);
        var toBlocked = open(second, blocked, bob);

        assertThat(toStranger.status()).isEqualTo(toBlocked.status());
        assertThat(toStranger.body()).isEqualTo(toBlocked.body());
        assertThat(toStranger.body().path("code").stringValue("")).isEqualTo("not-accepted");
    }

    @Test
    void contactsAndThoseWhomOneWroteToFirstMayWrite() {
        Person friend = world.person();
        contactsOnly(bob);
        call(first, friend, "POST", "/contacts", "{\"userId\":\"" + bob.id() + "\"}");
        call(first, bob, "POST", "/contacts/" + friend.id() + "/accept", "");
        String withFriend = world.channel(second, friend, bob);
        String begunByBob = world.channel(second, bob, ann);

        assertThat(write(world.connect(first, friend), withFriend)).isEqualTo("ack");
        assertThat(write(world.connect(first, ann), begunByBob)).isEqualTo("ack");
    }

    @Test
    void theSettingChangesWhatStandsAndTheEndOfAContactToo() {
        String begunByAnn = world.channel(first, ann, bob);
        TestClient anns = world.connect(second, ann);
        assertThat(write(anns, begunByAnn)).isEqualTo("ack");

        contactsOnly(bob);
        awaitAnswer(anns, begunByAnn, "not-accepted");

        call(first, ann, "POST", "/contacts", "{\"userId\":\"" + bob.id() + "\"}");
        call(first, bob, "POST", "/contacts/" + ann.id() + "/accept", "");
        awaitAnswer(anns, begunByAnn, "ack");

        call(first, bob, "DELETE", "/contacts/" + ann.id(), "");
        awaitAnswer(anns, begunByAnn, "not-accepted");
    }
}
