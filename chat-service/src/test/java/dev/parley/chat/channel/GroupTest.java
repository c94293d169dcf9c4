package dev.parley.chat.channel;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Answer;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GroupTest extends GroupCalls {

    private static Answer create(Person who, String key, Map<String, ?> body) {
        return world.call(HttpRequest.newBuilder(first.uri(CHANNELS))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + who.token())
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(
                        tools.jackson.databind.json.JsonMapper.builder().build().writeValueAsString(body))));
    }

    @Test
    void aGroupHasATitleAnOwnerAndMembersAndItsStreamSaysSo() {
        Answer made = world.post(first, ann, CHANNELS,
                Map.of("type", "group", "title", "  Früh­stück 🥐 ", "userIds", List.of(bob.id(), ann.id(), bob.id())));
        JsonNode group = made.body();
        String channel = group.get("id").stringValue();

        assertThat(made.status()).isEqualTo(201);
        assertThat(group.get("title").stringValue()).isEqualTo("Früh­stück 🥐");
        assertThat(group.get("memberCount").intValue()).isEqualTo(2);
        assertThat(group.get("role").stringValue()).isEqualTo("owner");
        assertThat(group.get("notifications").stringValue()).isEqualTo("all");
        assertThat(group.has("members")).isFalse();
        assertThat(group.has("refused")).isFalse();
        assertThat(view(bob, channel).body().get("role").stringValue()).isEqualTo("member");
        assertThat(events(bob, channel)).containsExactly("channel: title=\"Früh­stück 🥐\"",
                "members: joined=[\"" + bob.id() + "\"]");
        assertThat(view(ann, channel).body().get("lastVersion").longValue()).isEqualTo(2);
        assertThat(world.get(second, bob, CHANNELS).body().get("items").findValuesAsString("id"))
                .containsExactly(channel);
    }

    @Test
    void theSameRequestAgainFindsTheGroupThatItMade() throws Exception {
        Map<String, Object> body = Map.of("type", "group", "title", "Once", "userIds", List.of(bob.id()));
        List<Answer> answers = Concurrently.times(8, i -> create(ann, "key-1", body));

        assertThat(answers).extracting(answer -> answer.body().get("id"))
                .containsOnly(answers.getFirst().body().get("id"));
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201);
        assertThat(create(ann, "key-2", body).status()).isEqualTo(201);
        assertThat(create(bob, "key-1", body).status()).as("keys are each person's own").isEqualTo(201);
        assertThat(world.get(first, ann, CHANNELS).body().get("items")).hasSize(2);
        assertThat(create(ann, "k".repeat(65), body).status()).isEqualTo(422);
    }

    @Test
    void whoeverCannotBeInAGroupIsNamedAndTheOthersAreInIt() {
        String nobody = Ids.format(Ids.next());
        JsonNode made = world.post(first, ann, CHANNELS,
                Map.of("type", "group", "title", "t", "userIds", List.of(bob.id(), nobody))).body();
        String channel = made.get("id").stringValue();

        assertThat(made.get("refused").toString())
                .isEqualTo("[{\"userId\":\"" + nobody + "\",\"code\":\"user-not-found\"}]");
        Answer added = world.post(first, ann, members(channel),
                Map.of("userIds", List.of(carol.id(), bob.id(), nobody, carol.id())));
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.body().get("added").toString()).isEqualTo("[\"" + carol.id() + "\"]");
        assertThat(added.body().get("refused").findValuesAsString("code"))
                .containsExactlyInAnyOrder("already-a-member", "user-not-found");
        assertThat(view(ann, channel).body().get("memberCount").intValue()).isEqualTo(3);
        assertConsistent(channel);
    }

    @Test
    void everyChangeIsAnEntryOfTheStreamAndAFrameForWhomItConcerns() {
        String channel = group(ann, bob);
        TestClient bobs = world.connect(first, bob);
        TestClient carols = world.connect(second, carol);
        Instant until = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

        add(ann, channel, carol);
        assertThat(setRole(ann, channel, bob, "admin").body().get("role").stringValue()).isEqualTo("admin");
        assertThat(mute(bob, channel, carol, until).body().get("mutedUntil").stringValue()).isEqualTo(until.toString());
        mute(bob, channel, carol, null);
        rename(bob, channel, "Quartet");
        assertThat(handOver(ann, channel, bob).body().get("role").stringValue()).isEqualTo("admin");
        remove(bob, channel, carol);
        leave(ann, channel);

        assertThat(events(bob, channel).subList(2, 10)).containsExactly("members: joined=[\"" + carol.id() + "\"]",
                "members: roles={\"" + bob.id() + "\":\"admin\"}",
                "members: muted={\"" + carol.id() + "\":\"" + until + "\"}",
                "members: muted={\"" + carol.id() + "\":null}", "channel: title=\"Quartet\"",
                "members: roles=" + rolesJson(), "members: removed=[\"" + carol.id() + "\"]",
                "members: left=[\"" + ann.id() + "\"]");
        assertThat(bobs.awaitVersions(channel, 8)).isEqualTo(List.of(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
        assertThat(carols.awaitVersions(channel, 7)).as("up to the end of the subscription")
                .isEqualTo(List.of(3L, 4L, 5L, 6L, 7L, 8L, 9L));
        awaitEvents(carols, channel, "joined", "changed", "changed", "removed");
        awaitEvents(bobs, channel, "changed", "changed", "changed");
        assertThat(roles(channel)).isEqualTo(Map.of(bob.userId(), Role.OWNER));
        assertConsistent(channel);
    }

    private String rolesJson() {
        Map<String, String> roles = new java.util.TreeMap<>(Map.of(ann.id(), "admin", bob.id(), "owner"));
        return tools.jackson.databind.json.JsonMapper.builder().build().writeValueAsString(roles);
    }

    private static void awaitEvents(TestClient client, String channel, String... events) {
        await().atMost(TestClient.PATIENCE).untilAsserted(() -> assertThat(client.frames().stream()
                .filter(frame -> frame.path("type").stringValue("").equals("channel"))
                .filter(frame -> frame.path("channelId").stringValue("").equals(channel))
                .map(frame -> frame.get("event").stringValue(""))).containsExactly(events));
    }

    @Test
    void aNewMemberSeesTheWholeHistoryAndWhatComes() {
        String channel = group(ann, bob);
        TestClient anns = world.connect(first, ann);
        anns.sendAcked(channel, "m1", "long ago");
        TestClient carols = world.connect(second, carol);

        add(ann, channel, carol);
        carols.awaitFrame(frame -> frame.path("event").stringValue("").equals("joined"));
        anns.sendAcked(channel, "m2", "welcome");

        await().atMost(TestClient.PATIENCE).until(() -> carols.versions(channel).contains(5L));
        assertThat(carols.sendAcked(channel, "c1", "thanks")).isEqualTo(6);
        assertThat(world.get(second, carol, CHANNELS + "/" + channel + "/messages?after=0").body().get("messages")
                .findValuesAsString("text")).containsExactly("long ago", "welcome", "thanks");
    }

    @Test
    void whoIsMutedReadsAndMayNotWriteUntilThen() {
        String channel = group(ann, bob);
        TestClient bobs = world.connect(first, bob);
        bobs.sendAcked(channel, "b1", "noise");

        mute(ann, channel, bob, Instant.now().plus(1, ChronoUnit.HOURS));
        await().atMost(TestClient.PATIENCE).until(
                () -> bobs.awaitAnswer(bobs.send(channel, "b2", "noise")).path("code").stringValue(""),
                "muted"::equals);
        assertThat(view(bob, channel).body().has("mutedUntil")).isTrue();
        assertThat(world.get(first, bob, CHANNELS + "/" + channel + "/messages?after=0").status()).isEqualTo(200);
        assertThat(bobs.sendAcked(channel, "b1", "noise")).as("it was stored before").isEqualTo(3);

        mute(ann, channel, bob, null);
        await().atMost(TestClient.PATIENCE).until(
                () -> bobs.awaitAnswer(bobs.send(channel, "b3", "sorry")).path("type").stringValue(""), "ack"::equals);
        assertThat(view(bob, channel).body().has("mutedUntil")).isFalse();
        assertThat(mute(ann, channel, bob, Instant.now().minus(1, ChronoUnit.HOURS)).body().has("mutedUntil"))
                .isFalse();
    }

    @Test
    void savedMessagesAreOneChannelWithOneself() throws Exception {
        List<Answer> answers = Concurrently.times(8,
                i -> world.post(i % 2 == 0 ? first : second, ann, CHANNELS, Map.of("type", "saved")));
        JsonNode saved = answers.getFirst().body();
        String channel = saved.get("id").stringValue();

        assertThat(answers).extracting(answer -> answer.body().get("id").stringValue()).containsOnly(channel);
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201);
        assertThat(saved.get("type").stringValue()).isEqualTo("saved");
        assertThat(saved.get("members").findValuesAsString("userId")).containsExactly(ann.id());
        assertThat(saved.get("memberCount").intValue()).isOne();
        TestClient other = world.connect(second, ann);
        assertThat(world.connect(first, ann).sendAcked(channel, "n1", "buy milk")).isEqualTo(1);
        assertThat(other.awaitVersions(channel, 1)).containsExactly(1L);
        assertThat(view(bob, channel).status()).isEqualTo(404);
        assertThat(List.of(code(leave(ann, channel)), code(dissolve(ann, channel)), code(add(ann, channel, bob)),
                code(rename(ann, channel, "x")))).containsOnly("forbidden");
    }

    @Test
    void notificationsAreEachPersonsOwn() {
        String channel = group(ann, bob);
        String direct = world.channel(first, ann, bob);

        for (String id : List.of(channel, direct)) {
            assertThat(call(first, "PATCH", bob, members(id) + "/me", Map.of("notifications", "mentions")).status())
                    .isEqualTo(200);
            assertThat(view(bob, id).body().get("notifications").stringValue()).isEqualTo("mentions");
            assertThat(view(ann, id).body().get("notifications").stringValue()).isEqualTo("all");
        }
        for (Object wrong : List.of("loud", 1)) {
            assertThat(call(first, "PATCH", bob, members(channel) + "/me", Map.of("notifications", wrong)).status())
                    .isEqualTo(422);
        }
        assertThat(call(first, "PATCH", ann, members(channel) + "/" + bob.id(), Map.of("notifications", "none"))
                .status()).isEqualTo(422);
        assertThat(call(first, "PATCH", stranger, members(channel) + "/me", Map.of("notifications", "none")).status())
                .isEqualTo(404);
    }

    @Test
    void theLastOneTakesTheChannelAlong() {
        String channel = group(ann);

        assertThat(leave(ann, channel).status()).isEqualTo(204);

        assertThat(view(ann, channel).status()).isEqualTo(404);
        assertThat(world.count("SELECT COUNT(*) FROM channels WHERE id = ?", Ids.parse(channel).orElseThrow()))
                .isZero();
    }

    @Test
    void badInputNamesTheField() {
        String channel = group(ann, bob);
        record Case(String field, String method, String path, Object body) {}
        List<Object> tooMany = new ArrayList<>(Collections.nCopies(1001, bob.id()));
        String group = CHANNELS + "/" + channel;
        for (Case wrong : List.of(
                new Case("type", "POST", CHANNELS, Map.of("type", "party")),
                new Case("title", "POST", CHANNELS, Map.of("type", "group")),
                new Case("title", "POST", CHANNELS, Map.of("type", "group", "title", " \t ")),
                new Case("title", "PATCH", group, Map.of("title", "x".repeat(129))),
                new Case("title", "PATCH", group, Map.of("title", "a\u0007b")),
                new Case("userIds", "POST", CHANNELS, Map.of("type", "group", "title", "t", "userIds", tooMany)),
                new Case("userIds[1]", "POST", members(channel), Map.of("userIds", List.of(bob.id(), "x"))),
                new Case("userIds", "POST", members(channel), Map.of("userIds", List.of())),
                new Case("userIds", "POST", members(channel), Map.of()),
                new Case("userId", "POST", group + "/owner", Map.of()),
                new Case("userId", "DELETE", members(channel) + "/x", Map.of()),
                new Case("role", "PATCH", members(channel) + "/" + bob.id(), Map.of("role", "owner")),
                new Case("role", "PATCH", members(channel) + "/" + bob.id(), Map.of()),
                new Case("mutedUntil", "PATCH", members(channel) + "/" + bob.id(), Map.of("mutedUntil", "tomorrow")),
                new Case("limit", "GET", members(channel) + "?limit=0", Map.of()),
                new Case("cursor", "GET", members(channel) + "?cursor=x", Map.of()))) {
            Answer answer = call(first, wrong.method(), ann, wrong.path(), wrong.body());
            assertThat(answer.status()).as(wrong + " " + answer.body()).isEqualTo(422);
            assertThat(answer.body().get("errors").get(0).get("field").stringValue()).as(wrong.toString())
                    .isEqualTo(wrong.field());
        }
        assertThat(call(first, "PATCH", ann, members(channel) + "/" + bob.id(), List.of(1)).status()).isEqualTo(422);
    }
}
