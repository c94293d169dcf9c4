package dev.parley.chat.presence;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who hears that somebody writes. */
class TypingTest extends TwoNodes {

    private static JsonNode type(TestClient client, String channel) {
        return client.awaitAnswer(client.operation("typing", Map.of("channelId", channel)));
    }

    private static List<JsonNode> typed(TestClient client) {
        return client.frames().stream().filter(frame -> frame.path("type").stringValue("").equals("typing")).toList();
    }

    @Test
    void theOthersHearItOnAllNodesAndDevicesAndNothingIsStored() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient annsOther = world.connect(second, ann);
        List<TestClient> bobs = List.of(world.connect(first, bob), world.connect(second, bob));

        assertThat(type(anns, channel).get("type").stringValue()).isEqualTo("ok");

        for (TestClient client : bobs) {
            await().atMost(TestClient.PATIENCE).until(() -> typed(client).size() == 1);
            assertThat(typed(client).getFirst().get("channelId").stringValue()).isEqualTo(channel);
            assertThat(typed(client).getFirst().get("userId").stringValue()).isEqualTo(ann.id());
        }
        assertThat(typed(annsOther)).isEmpty();
        assertThat(world.get(first, bob, "/api/chat/channels/" + channel).body().get("lastVersion").longValue())
                .isZero();
    }

    @Test
    void ofManyOnlyOneInThreeSecondsIsPassedOn() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(first, bob);
        long begun = System.nanoTime();

        for (int i = 0; i < 50; i++) {
            assertThat(type(anns, channel).get("type").stringValue()).isEqualTo("ok");
        }
        anns.sendAcked(channel, "m1", "here it is");

        bobs.awaitVersions(channel, 1);
        long most = 1 + (System.nanoTime() - begun) / 3_000_000_000L;
        assertThat((long) typed(bobs).size()).isBetween(1L, most);
    }

    @Test
    void aStrangerIsToldThatThereIsNoSuchChannelAndNobodyHears() {
        String channel = world.channel(first, ann, bob);
        Person stranger = world.person();
        TestClient bobs = world.connect(first, bob);

        assertThat(type(world.connect(first, stranger), channel).get("code").stringValue())
                .isEqualTo("channel-not-found");

        type(world.connect(first, ann), channel);
        await().atMost(TestClient.PATIENCE).until(() -> !typed(bobs).isEmpty());
        assertThat(typed(bobs)).extracting(frame -> frame.get("userId").stringValue()).containsExactly(ann.id());
    }

    @Test
    void nobodyHearsWhoMayNotWriteJustNow() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        call(bob, "PUT", "/blocks/" + ann.id(), "");
        await().atMost(TestClient.PATIENCE).until(() -> anns.awaitAnswer(anns.send(channel, "m1", "hello"))
                .path("code").stringValue("").equals("not-accepted"));

        assertThat(type(anns, channel).get("type").stringValue()).isEqualTo("ok");

        call(bob, "DELETE", "/blocks/" + ann.id(), "");
        await().atMost(TestClient.PATIENCE).until(() -> anns.awaitAnswer(anns.send(channel, "m2", "hello"))
                .path("type").stringValue("").equals("ack"));
        bobs.awaitFrame(frame -> frame.path("type").stringValue("").equals("messages"));
        assertThat(typed(bobs)).isEmpty();
    }

    @Test
    void whoIsMutedInAGroupAndWhoWritesInALargeOneIsNotHeard() {
        Person carl = world.person();
        String group = world.post(first, ann, "/api/chat/channels",
                Map.of("type", "group", "title", "all", "userIds", List.of(bob.id(), carl.id()))).body().get("id")
                .stringValue();
        String large = world.post(first, ann, "/api/chat/channels",
                Map.of("type", "group", "title", "many", "userIds", List.of(bob.id(), carl.id()))).body().get("id")
                .stringValue();
        world.jdbc().sql("UPDATE channels SET member_count = 201 WHERE id = ?")
                .param(Ids.parse(large).orElseThrow()).update();
        call(ann, "PATCH", "/channels/" + group + "/members/" + carl.id(),
                "{\"mutedUntil\":\"" + Instant.now().plusSeconds(3600) + "\"}");
        TestClient anns = world.connect(first, ann);

        assertThat(type(world.connect(second, carl), group).get("type").stringValue()).isEqualTo("ok");
        TestClient bobs = world.connect(second, bob);
        assertThat(type(bobs, large).get("type").stringValue()).isEqualTo("ok");
        assertThat(type(bobs, group).get("type").stringValue()).isEqualTo("ok");

        await().atMost(TestClient.PATIENCE).until(() -> !typed(anns).isEmpty());
        assertThat(typed(anns))
                .extracting(frame -> frame.get("userId").stringValue() + frame.get("channelId").stringValue())
                .containsExactly(bob.id() + group);
    }

    private static void call(Person person, String method, String path, String body) {
        assertThat(world.call(HttpRequest.newBuilder(second.uri("/api/chat" + path))
                .header("Authorization", "Bearer " + person.token())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))).status()).isIn(200, 204);
    }
}
