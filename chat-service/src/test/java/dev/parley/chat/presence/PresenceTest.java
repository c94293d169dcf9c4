package dev.parley.chat.presence;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.chat.bus.RedisBus;
import dev.parley.chat.settings.PresenceSettings;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who is seen online by whom, on two nodes and several devices. */
class PresenceTest extends TwoNodes {

    private final Person stranger = world.person();

    private static List<Boolean> seen(TestClient watcher, Person person) {
        return watcher.frames().stream()
                .filter(frame -> frame.path("type").stringValue("").equals("presence"))
                .filter(frame -> frame.path("userId").stringValue("").equals(person.id()))
                .map(frame -> frame.get("online").booleanValue())
                .toList();
    }

    private static void watch(TestClient watcher, Person... people) {
        JsonNode answer = watcher.awaitAnswer(watcher.operation("watch",
                Map.of("userIds", Stream.of(people).map(Person::id).toList())));
        assertThat(answer.get("type").stringValue()).isEqualTo("ok");
    }

    private static void awaitSeen(TestClient watcher, Person person, boolean online) {
        await().atMost(TestClient.PATIENCE).until(() -> {
            List<Boolean> seen = seen(watcher, person);
            return !seen.isEmpty() && seen.getLast() == online;
        });
    }

    private static JsonNode presence(Person viewer, Person... people) {
        String query = Stream.of(people).map(person -> "userId=" + person.id()).collect(Collectors.joining("&"));
        var answer = world.get(first, viewer, "/api/chat/presence?" + query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().get("items");
    }

    private static void awaitPresence(Person viewer, Person person, boolean online) {
        await().atMost(TestClient.PATIENCE)
                .until(() -> presence(viewer, person).path(0).path("online").booleanValue(!online) == online);
    }

    private static void block(Person blocking, Person blocked) {
        assertThat(world.call(HttpRequest.newBuilder(second.uri("/api/chat/blocks/" + blocked.id()))
                .header("Authorization", "Bearer " + blocking.token())
                .PUT(HttpRequest.BodyPublishers.noBody())).status()).isEqualTo(204);
    }

    @Test
    void aPersonIsOnlineUntilTheLastSocketOnTheLastNodeIsGone() {
        world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        watch(anns, bob);
        assertThat(seen(anns, bob)).containsExactly(false);

        TestClient phone = world.connect(second, bob);
        awaitSeen(anns, bob, true);
        TestClient laptop = world.connect(first, bob);
        phone.close();
        laptop.close();

        awaitSeen(anns, bob, false);
        assertThat(seen(anns, bob)).containsExactly(false, true, false);
        JsonNode gone = presence(ann, bob).get(0);
        assertThat(gone.get("online").booleanValue()).isFalse();
        assertThat(Instant.parse(gone.get("lastSeenAt").stringValue())).isAfter(Instant.now().minusSeconds(120));
    }

    @Test
    void contactsSeeEachOtherWithoutAChannelAndEverybodySeesThemselves() {
        world.post(first, ann, "/api/chat/contacts", Map.of("userId", bob.id()));
        world.post(first, bob, "/api/chat/contacts", Map.of("userId", ann.id()));
        world.connect(second, bob);

        awaitPresence(ann, bob, true);
        awaitPresence(bob, bob, true);
        assertThat(presence(ann, bob).get(0).has("lastSeenAt")).isFalse();
    }

    @Test
    void aStrangerGetsTheSameAsForSomebodyWhoDoesNotExist() {
        world.channel(first, ann, bob);
        world.connect(second, bob);
        awaitPresence(ann, bob, true);
        world.post(first, stranger, "/api/chat/contacts", Map.of("userId", bob.id())); // only asked
        TestClient strangers = world.connect(first, stranger);

        watch(strangers, bob, new Person(0, Ids.format(Ids.next()), "", ""));

        assertThat(presence(stranger, bob)).isEmpty();
        assertThat(strangers.frames()).noneMatch(frame -> frame.path("type").stringValue("").equals("presence"));
    }

    @Test
    void whoeverIsBlockedSeesThemOfflineFromThenOn() {
        world.channel(first, ann, bob);
        TestClient bobs = world.connect(second, bob);
        TestClient anns = world.connect(first, ann);
        watch(anns, bob);
        awaitSeen(anns, bob, true);

        block(bob, ann);

        awaitSeen(anns, bob, false);
        assertThat(presence(ann, bob)).isEmpty();
        bobs.close();
        world.connect(second, bob);
        awaitPresence(bob, bob, true);
        watch(anns, bob);
        assertThat(seen(anns, bob).getLast()).isFalse();
        assertThat(presence(bob, ann).get(0).get("online").booleanValue()).as("the other way round").isTrue();
    }

    @Test
    void whoUnwatchesHearsNothingMore() {
        world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient other = world.connect(first, ann);
        watch(anns, bob);
        watch(other, bob);
        anns.awaitAnswer(anns.operation("unwatch", Map.of("userIds", List.of(bob.id(), stranger.id()))));

        world.connect(second, bob);

        awaitSeen(other, bob, true);
        assertThat(seen(anns, bob)).containsExactly(false);
    }

    @Test
    void theEndOfANodeThatWasKilledIsNoticed() {
        world.channel(first, ann, bob);
        SharedPresence killed = new SharedPresence(first.bean(RedisBus.class), "killed", new PresenceSettings(
                Duration.ofSeconds(3), Duration.ZERO, Duration.ofDays(1), 10, Duration.ofMinutes(1), 200));
        TestClient anns = world.connect(first, ann);
        watch(anns, bob);

        killed.enter(List.of(bob.userId()));

        awaitSeen(anns, bob, true);
        awaitSeen(anns, bob, false);
    }

    @Test
    void withRedisAwayNobodyKnowsNothingElseSuffersAndItComesRightByItself() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        watch(anns, bob);
        world.parts.redis().stop();
        try {
            await().atMost(TestClient.PATIENCE).until(() -> first.bean(RedisBus.class).commands() == null);

            assertThat(presence(ann, bob)).isEmpty();
            TestClient bobs = world.connect(second, bob);
            watch(bobs, ann);
            assertThat(seen(bobs, ann)).isEmpty();
            assertThat(bobs.sendAcked(channel, "m1", "still here")).isEqualTo(1);
            anns.awaitVersions(channel, 1);
            world.parts.redis().start();
            awaitSeen(anns, bob, true);
            awaitSeen(bobs, ann, true);
        } finally {
            world.parts.redis().start();
        }
    }

    @Test
    void aSocketWatchesOnlySoMany() {
        long firstOther = Ids.next();
        world.jdbc().sql("INSERT INTO relations SELECT ? + seq, ?, 3, UTC_TIMESTAMP(6), NULL FROM seq_1_to_501")
                .params(firstOther, ann.userId()).update();
        TestClient anns = world.connect(first, ann);
        Optional<JsonNode> refused = Optional.empty();
        for (int from = 1; from <= 501; from += 100) {
            List<String> some = LongStream.range(from, Math.min(502, from + 100))
                    .mapToObj(i -> Ids.format(firstOther + i))
                    .toList();
            refused = Optional.of(anns.awaitAnswer(anns.operation("watch", Map.of("userIds", some))));
        }

        assertThat(refused.orElseThrow().path("code").stringValue("")).isEqualTo("limit-reached");
        assertThat(anns.frames().stream().filter(frame -> frame.path("type").stringValue("").equals("presence")))
                .hasSize(500);
    }

    @Test
    void badInputIsNamed() {
        TestClient anns = world.connect(first, ann);
        for (String userIds : List.of("[]", "[\"?\"]", "\"x\"")) {
            anns.raw("{\"type\":\"watch\",\"ref\":\"" + userIds.length() + "\",\"userIds\":" + userIds + "}");
            JsonNode refused = anns.awaitAnswer(String.valueOf(userIds.length()));
            assertThat(refused.get("code").stringValue()).isEqualTo("invalid-frame");
            assertThat(refused.get("detail").stringValue()).startsWith("userIds ");
        }
        assertThat(world.get(first, ann, "/api/chat/presence?userId=x").status()).isEqualTo(422);
        assertThat(world.get(first, ann, "/api/chat/presence").status()).isEqualTo(400);
        String tooMany = Stream.generate(() -> "userId=" + ann.id()).limit(101).collect(Collectors.joining("&"));
        assertThat(world.get(first, ann, "/api/chat/presence?" + tooMany).status()).isEqualTo(422);
    }

    @Test
    void aDeletedAccountIsNotSeenAnyMore() {
        world.channel(first, ann, bob);
        TestClient bobs = world.connect(second, bob);
        awaitPresence(ann, bob, true);
        bobs.close();

        world.delete(first, bob);

        await().atMost(TestClient.PATIENCE).until(() -> presence(ann, bob).isEmpty());
    }
}
