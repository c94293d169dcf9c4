package dev.parley.chat.message;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TestNode;
import dev.parley.chat.TwoNodes;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Edits, recalls and reactions, asked for on one node and seen on the other. */
class MessageChangesTest extends TwoNodes {

    private String channel;
    private TestClient anns;
    private TestClient bobs;

    @BeforeEach
    void connect() {
        channel = world.channel(first, ann, bob);
        anns = world.connect(first, ann);
        bobs = world.connect(second, bob);
    }

    private JsonNode change(TestClient client, String type, String clientMessageId, long target,
            Map<String, ?> members) {
        Map<String, Object> all = new java.util.HashMap<>(members);
        all.putAll(Map.of("channelId", channel, "clientMessageId", clientMessageId, "target", target));
        return client.awaitAnswer(client.operation(type, all));
    }

    private JsonNode edit(TestClient client, String clientMessageId, long target, String text) {
        return change(client, "edit", clientMessageId, target, Map.of("text", text));
    }

    private JsonNode recall(TestClient client, String clientMessageId, long target) {
        return change(client, "recall", clientMessageId, target, Map.of());
    }

    private JsonNode react(TestClient client, String clientMessageId, long target, String emoji) {
        return change(client, "react", clientMessageId, target, Map.of("emoji", emoji));
    }

    private static long version(JsonNode ack) {
        assertThat(ack.path("type").stringValue()).as(ack.toString()).isEqualTo("ack");
        return ack.get("version").longValue();
    }

    private static String code(JsonNode error) {
        assertThat(error.path("type").stringValue()).as(error.toString()).isEqualTo("error");
        return error.get("code").stringValue();
    }

    private JsonNode history(TestNode node, Person reader) {
        return world.get(node, reader, "/api/chat/channels/" + channel + "/messages?after=0").body().get("messages");
    }

    /** What a client that was away gets of the whole channel. */
    private List<JsonNode> resumed(TestNode node, Person reader) {
        TestClient fresh = world.connect(node, reader);
        fresh.resume(channel, 0);
        List<JsonNode> messages = fresh.messages(channel);
        fresh.close();
        return messages;
    }

    @Test
    void anEditIsAnEntryOfTheStreamOnBothNodesAndHistoryShowsTheNewestText() {
        anns.sendAcked(channel, "m1", "helo");

        assertThat(version(edit(anns, "m2", 1, "hello"))).isEqualTo(2);
        assertThat(version(edit(anns, "m3", 1, "Hello! 👋🏽"))).isEqualTo(3);

        bobs.awaitVersions(channel, 3);
        JsonNode pushed = bobs.messages(channel).get(1);
        assertThat(pushed.get("kind").stringValue()).isEqualTo("edit");
        assertThat(pushed.get("target").longValue()).isEqualTo(1);
        assertThat(pushed.get("text").stringValue()).isEqualTo("hello");
        for (TestNode node : List.of(first, second)) {
            assertThat(resumed(node, bob)).isEqualTo(bobs.messages(channel));
            JsonNode text = history(node, bob).get(0);
            assertThat(text.get("text").stringValue()).isEqualTo("helo");
            assertThat(text.get("edited").get("text").stringValue()).isEqualTo("Hello! 👋🏽");
            assertThat(text.get("edited").get("version").longValue()).isEqualTo(3);
            assertThat(text.get("edited").get("at")).isEqualTo(bobs.messages(channel).get(2).get("createdAt"));
        }
    }

    @Test
    void aRecalledTextIsShownNowhereAnyMoreEvenFromACacheThatStillHasIt() {
        anns.sendAcked(channel, "m1", "the launch code is 0000");
        edit(anns, "m2", 1, "the launch code is 1111");
        anns.sendAcked(channel, "m3", "nice weather");
        long channelId = Ids.parse(channel).orElseThrow();
        List<Message> before = first.bean(MessageLog.class).read(channelId, 0, 3);

        assertThat(version(recall(anns, "m4", 1))).isEqualTo(4);
        first.bean(RecentMessages.class).add(channelId, before); // as a node does that had read them a moment earlier

        bobs.awaitVersions(channel, 4);
        assertThat(bobs.messages(channel).getLast().get("kind").stringValue()).isEqualTo("recall");
        for (TestNode node : List.of(first, second)) {
            for (Iterable<JsonNode> seen : List.of(resumed(node, bob), history(node, bob), history(node, ann))) {
                assertThat(seen.toString()).doesNotContain("launch").contains("nice weather");
                assertThat(seen).element(0).satisfies(text -> {
                    assertThat(text.get("recalled").booleanValue()).isTrue();
                    assertThat(text.has("text") || text.has("edited")).isFalse();
                });
            }
        }
        assertThat(world.count("SELECT COUNT(*) FROM messages WHERE channel_id = ? AND LENGTH(body) = 0", channelId))
                .isEqualTo(2);
    }

    @Test
    void theCacheForgetsSingleEntries() {
        anns.sendAcked(channel, "m1", "one");
        anns.sendAcked(channel, "m2", "two");
        long nobodysChannel = Ids.next(); // so that nobody fills the cache again
        RecentMessages recent = first.bean(RecentMessages.class);
        recent.add(nobodysChannel, first.bean(MessageLog.class).read(Ids.parse(channel).orElseThrow(), 0, 2));
        assertThat(recent.range(nobodysChannel, 0, 2)).isPresent();

        recent.forget(nobodysChannel, List.of(1L));

        assertThat(recent.range(nobodysChannel, 0, 2)).isEmpty();
        assertThat(recent.range(nobodysChannel, 1, 2)).isPresent();
    }

    @Test
    void onlyWhoSentATextEditsOrRecallsItAndStrangersLearnNothing() {
        TestClient strangers = world.connect(second, world.person());
        anns.sendAcked(channel, "m1", "mine");

        assertThat(code(edit(bobs, "b1", 1, "yours"))).isEqualTo("forbidden");
        assertThat(code(recall(bobs, "b2", 1))).isEqualTo("forbidden");
        assertThat(code(edit(strangers, "s1", 1, "x"))).isEqualTo("channel-not-found");
        assertThat(code(recall(strangers, "s2", 1))).isEqualTo("channel-not-found");
        assertThat(code(react(strangers, "s3", 1, "👍"))).isEqualTo("channel-not-found");
        assertThat(history(first, ann)).hasSize(1);
    }

    @Test
    void onlyTextsAreChangedAndOnlyThoseThatAreThere() {
        anns.sendAcked(channel, "m1", "text");
        react(anns, "m2", 1, "👍");

        for (long target : List.of(2L, 99L)) {
            assertThat(code(edit(anns, "e" + target, target, "x"))).isEqualTo("target-not-found");
            assertThat(code(recall(anns, "r" + target, target))).isEqualTo("target-not-found");
            assertThat(code(react(anns, "x" + target, target, "👍"))).isEqualTo("target-not-found");
        }
    }

    @Test
    void aTextIsRecalledOnlyForAsLongAsIsConfigured() {
        anns.sendAcked(channel, "m1", "old");
        anns.sendAcked(channel, "m2", "old too");
        assertThat(version(recall(anns, "m3", 1))).isEqualTo(3);
        long channelId = Ids.parse(channel).orElseThrow();
        world.jdbc().sql("UPDATE messages SET created_at = created_at - INTERVAL 25 HOUR WHERE channel_id = ?")
                .param(channelId).update();
        first.bean(RecentMessages.class).forget(channelId);

        assertThat(code(recall(anns, "m4", 2))).isEqualTo("recall-too-late");
        assertThat(version(recall(anns, "m3", 1))).isEqualTo(3); // it is stored, and stays so
        assertThat(version(edit(anns, "m5", 2, "still edited"))).isEqualTo(4);
    }

    @Test
    void aRecalledTextTakesNoChangesAndWhatWasStoredBeforeKeepsItsVersion() {
        anns.sendAcked(channel, "m1", "text");
        assertThat(version(edit(anns, "m2", 1, "other"))).isEqualTo(2);
        recall(anns, "m3", 1);

        assertThat(code(edit(anns, "m4", 1, "again"))).isEqualTo("message-recalled");
        assertThat(code(react(bobs, "b1", 1, "👍"))).isEqualTo("message-recalled");
        assertThat(code(recall(anns, "m5", 1))).isEqualTo("message-recalled");
        assertThat(version(edit(anns, "m2", 1, "other"))).isEqualTo(2);
        assertThat(version(edit(world.connect(second, ann), "m2", 1, "other"))).isEqualTo(2);
    }

    @Test
    void reactionsAreEntriesOfTheStreamAndHistoryCountsThem() {
        anns.sendAcked(channel, "m1", "news");
        react(anns, "m2", 1, "🎉");
        react(bobs, "b1", 1, "🎉");
        react(bobs, "b2", 1, "👨‍👩‍👧‍👦");
        change(anns, "react", "m3", 1, Map.of("emoji", "🎉", "removed", true));

        anns.awaitVersions(channel, 5);
        JsonNode last = anns.messages(channel).getLast();
        assertThat(last.get("kind").stringValue()).isEqualTo("reaction");
        assertThat(last.get("emoji").stringValue()).isEqualTo("🎉");
        assertThat(last.get("removed").booleanValue()).isTrue();
        assertThat(history(second, bob).get(0).get("reactions").toString())
                .isEqualTo(
                        "[{\"emoji\":\"🎉\",\"count\":1,\"mine\":true},{\"emoji\":\"👨‍👩‍👧‍👦\",\"count\":1,\"mine\":true}]");
        assertThat(history(first, ann).get(0).get("reactions").toString())
                .isEqualTo(
                        "[{\"emoji\":\"🎉\",\"count\":1,\"mine\":false},{\"emoji\":\"👨‍👩‍👧‍👦\",\"count\":1,\"mine\":false}]");
    }

    @Test
    void aReactionIsOneEmojiAndTheTwentyFirstIsOneTooMany() {
        anns.sendAcked(channel, "m1", "news");
        for (String no : List.of("", "ok", "👍👍")) {
            bobs.raw("{\"type\":\"react\",\"ref\":\"no" + no + "\",\"channelId\":\"" + channel
                    + "\",\"clientMessageId\":\"no\",\"target\":1,\"emoji\":\"" + no + "\"}");
            assertThat(code(bobs.awaitAnswer("no" + no))).isEqualTo("invalid-message");
        }
        List<String> refs = java.util.stream.IntStream.range(0, 21)
                .mapToObj(i -> bobs.operation("react", Map.of("channelId", channel, "clientMessageId", "b" + i,
                        "target", 1, "emoji", ChangesContract.emoji(i))))
                .toList();

        assertThat(code(bobs.awaitAnswer(refs.getLast()))).isEqualTo("too-many-reactions");
        assertThat(refs.subList(0, 20)).allSatisfy(ref -> version(bobs.awaitAnswer(ref)));
        assertThat(code(react(anns, "m2", 1, "👍"))).isEqualTo("too-many-reactions");
        assertThat(version(react(anns, "m3", 1, ChangesContract.emoji(0)))).isEqualTo(22);
    }
}
