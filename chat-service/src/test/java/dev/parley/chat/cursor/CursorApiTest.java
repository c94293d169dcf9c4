package dev.parley.chat.cursor;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What people have read, on several devices and on both nodes. */
class CursorApiTest extends TwoNodes {

    private final String channel = world.channel(first, ann, bob);

    private static void ok(TestClient client, String type, String channel, long version) {
        JsonNode answer = client.awaitAnswer(client.operation(type, Map.of("channelId", channel, "version", version)));
        assertThat(answer.get("type").stringValue()).isEqualTo("ok");
    }

    /** Read and delivered version, unread and mentions, as the list of channels has them; the channel itself has the same. */
    private List<Long> reading(Person person) {
        JsonNode listed = world.get(second, person, "/api/chat/channels").body().get("items").valueStream()
                .filter(item -> item.get("id").stringValue().equals(channel)).findFirst().orElseThrow();
        assertThat(world.get(first, person, "/api/chat/channels/" + channel).body()).isEqualTo(listed);
        return List.of(listed.get("readVersion").longValue(), listed.get("deliveredVersion").longValue(),
                listed.get("unread").longValue(), listed.get("mentions").longValue());
    }

    private static void awaitCursors(TestClient client, Person whose, long read, long delivered) {
        var _ = client.awaitFrame(frame -> frame.path("type").stringValue("").equals("cursors")
                && frame.get("userId").stringValue().equals(whose.id())
                && frame.get("readVersion").longValue() == read
                && frame.get("deliveredVersion").longValue() == delivered);
    }

    @Test
    void readingOnOneDeviceIsSeenOnAllAndByTheOthers() {
        TestClient anns = world.connect(first, ann);
        TestClient phone = world.connect(first, bob);
        TestClient laptop = world.connect(second, bob);
        for (int i = 1; i <= 4; i++) {
            anns.sendAcked(channel, "m" + i, "text " + i);
        }
        assertThat(reading(bob)).containsExactly(0L, 0L, 4L, 0L);

        ok(phone, "delivered", channel, 4);
        assertThat(reading(bob)).containsExactly(0L, 4L, 4L, 0L);
        ok(phone, "read", channel, 3);

        assertThat(reading(bob)).containsExactly(3L, 4L, 1L, 0L);
        for (TestClient device : List.of(phone, laptop, anns)) {
            awaitCursors(device, bob, 3, 4);
        }
    }

    @Test
    void aCursorNeverGoesBackNorBeyondTheEnd() {
        world.connect(first, ann).sendAcked(channel, "m1", "one");
        world.connect(first, ann).sendAcked(channel, "m2", "two");
        TestClient phone = world.connect(first, bob);
        TestClient laptop = world.connect(second, bob);

        ok(phone, "read", channel, 2);
        ok(laptop, "read", channel, 1);
        assertThat(reading(bob)).containsExactly(2L, 2L, 0L, 0L);

        ok(laptop, "read", channel, Long.MAX_VALUE);
        assertThat(reading(bob)).containsExactly(2L, 2L, 0L, 0L);
        world.connect(first, ann).sendAcked(channel, "m3", "three");
        assertThat(reading(bob)).containsExactly(2L, 2L, 1L, 0L);
    }

    @Test
    void whoWritesHasReadWhatWasBeforeAndTheirOwnIsNeverUnread() {
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        anns.sendAcked(channel, "m1", "one");
        anns.sendAcked(channel, "m2", "two");
        assertThat(reading(ann)).containsExactly(2L, 2L, 0L, 0L);

        bobs.sendAcked(channel, "m1", "three");
        anns.sendAcked(channel, "m2", "two"); // once more: it keeps its version

        assertThat(reading(bob)).containsExactly(3L, 3L, 0L, 0L);
        assertThat(reading(ann)).containsExactly(2L, 2L, 1L, 0L);
    }

    @Test
    void onlyTextsCountAndWhatChangesThemDoesNot() {
        TestClient anns = world.connect(first, ann);
        anns.sendAcked(channel, "m1", "one");
        anns.sendAcked(channel, "m2", "two");
        var _ = anns.awaitAnswer(anns.operation("edit",
                Map.of("channelId", channel, "clientMessageId", "e1", "target", 1, "text", "first")));
        var _ = anns.awaitAnswer(anns.operation("react",
                Map.of("channelId", channel, "clientMessageId", "r1", "target", 2, "emoji", "👍")));
        anns.sendAcked(channel, "m3", "three"); // version 5
        var _ = anns.awaitAnswer(
                anns.operation("recall", Map.of("channelId", channel, "clientMessageId", "x1", "target", 5)));
        TestClient bobs = world.connect(second, bob);

        assertThat(reading(bob)).containsExactly(0L, 0L, 3L, 0L);
        ok(bobs, "read", channel, 4);
        assertThat(reading(bob)).containsExactly(4L, 4L, 1L, 0L);
        ok(bobs, "read", channel, 6);
        assertThat(reading(bob)).containsExactly(6L, 6L, 0L, 0L);
    }

    @Test
    void mentionsAreThoseThatAreNotReadYet() {
        TestClient anns = world.connect(first, ann);
        mention(anns, "m1", Map.of("mentions", List.of(bob.id())));
        mention(anns, "m2", Map.of("mentionsAll", true, "mentions", List.of(bob.id())));
        mention(anns, "m3", Map.of());
        TestClient bobs = world.connect(second, bob);

        assertThat(reading(bob)).containsExactly(0L, 0L, 3L, 2L);
        assertThat(reading(ann)).containsExactly(3L, 3L, 0L, 0L);
        ok(bobs, "read", channel, 1);
        assertThat(reading(bob)).containsExactly(1L, 1L, 2L, 1L);
        ok(bobs, "read", channel, 2);
        assertThat(reading(bob)).containsExactly(2L, 2L, 1L, 0L);
    }

    private void mention(TestClient client, String clientMessageId, Map<String, Object> mentions) {
        Map<String, Object> frame = new java.util.HashMap<>(mentions);
        frame.putAll(Map.of("channelId", channel, "clientMessageId", clientMessageId, "text", "you there?"));
        assertThat(client.awaitAnswer(client.operation("send", frame)).get("type").stringValue()).isEqualTo("ack");
    }

    @Test
    void manyMovesOfAScrollAreAllAnsweredAndFewAreTold() {
        TestClient anns = world.connect(first, ann);
        for (int i = 1; i <= 60; i++) {
            anns.send(channel, "m" + i, "text");
        }
        TestClient bobs = world.connect(second, bob);
        await().atMost(TestClient.PATIENCE).until(() -> reading(bob).get(2) == 60);

        List<String> refs = java.util.stream.IntStream.rangeClosed(1, 60)
                .mapToObj(i -> bobs.operation("read", Map.of("channelId", channel, "version", i))).toList();
        refs.forEach(ref -> assertThat(bobs.awaitAnswer(ref).get("type").stringValue()).isEqualTo("ok"));

        assertThat(reading(bob)).containsExactly(60L, 60L, 0L, 0L);
        awaitCursors(bobs, bob, 60, 60);
        assertThat(bobs.frames()).filteredOn(frame -> frame.get("type").stringValue().equals("cursors"))
                .hasSizeLessThan(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "delivered"})
    void aStrangerMovesNothing(String type) {
        TestClient strangers = world.connect(first, world.person());

        for (String id : List.of(channel, Ids.format(Ids.next()))) {
            JsonNode answer = strangers.awaitAnswer(strangers.operation(type, Map.of("channelId", id, "version", 1)));
            assertThat(answer.get("code").stringValue()).isEqualTo("channel-not-found");
        }
        strangers.raw("{\"type\":\"" + type + "\",\"ref\":\"x\",\"channelId\":\"" + channel + "\",\"version\":0}");
        JsonNode answer = strangers.awaitAnswer("x");
        assertThat(answer.get("code").stringValue()).isEqualTo("invalid-frame");
        assertThat(answer.get("detail").stringValue()).contains("version");
    }

    @Test
    void inAChannelOfManyTheOthersAreNotTold() {
        var discreet = world.node(Map.of("parley.chat.cursors.share-up-to", "1"));
        TestClient anns = world.connect(first, ann);
        anns.sendAcked(channel, "m1", "one");
        TestClient phone = world.connect(discreet, bob);
        TestClient laptop = world.connect(first, bob);

        ok(phone, "read", channel, 1);

        awaitCursors(laptop, bob, 1, 1);
        anns.sendAcked(channel, "m2", "two");
        anns.awaitVersions(channel, 2); // what came before that is here by now
        assertThat(anns.frames()).noneMatch(frame -> frame.get("type").stringValue().equals("cursors"));
        world.stop(discreet);
    }
}
