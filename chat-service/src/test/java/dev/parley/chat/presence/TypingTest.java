package dev.parley.chat.presence;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;

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
}
