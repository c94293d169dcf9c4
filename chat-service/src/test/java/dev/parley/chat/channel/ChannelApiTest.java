package dev.parley.chat.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TestNode;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedParts;

import static org.assertj.core.api.Assertions.assertThat;

@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class ChannelApiTest {

    static ChatWorld world;
    static TestNode node;

    @BeforeAll
    static void start() {
        world = ChatWorld.withNodes();
        node = world.node(Map.of());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    final Person ann = world.person();
    final Person bob = world.person();
    final Person stranger = world.person();

    private ChatWorld.Answer open(Person one, String userId) {
        return world.post(node, one, "/api/chat/channels", Map.of("type", "direct", "userId", userId));
    }

    private static String code(ChatWorld.Answer answer) {
        return answer.body().get("code").stringValue();
    }

    @Test
    void aPairHasOneChannelWhoeverStarts() {
        var created = open(ann, bob.id());
        var again = open(ann, bob.id());
        var fromTheOther = open(bob, ann.id());

        assertThat(created.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(fromTheOther.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(created.body());
        assertThat(fromTheOther.body()).isEqualTo(created.body());
        assertThat(created.body().get("type").stringValue()).isEqualTo("direct");
        assertThat(created.body().get("lastVersion").longValue()).isZero();
        assertThat(created.body().get("members").findValuesAsString("userId"))
                .containsExactlyInAnyOrder(ann.id(), bob.id());
    }

    @Test
    void aPairThatStartsAtTheSameMomentStillHasOneChannel() throws Exception {
        List<ChatWorld.Answer> answers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : executor.invokeAll(IntStream.range(0, 16).<Callable<ChatWorld.Answer>>mapToObj(
                    i -> () -> i % 2 == 0 ? open(ann, bob.id()) : open(bob, ann.id()))
                    .toList())) {
                answers.add(future.get());
            }
        }

        assertThat(answers).extracting(answer -> answer.body().get("id"))
                .containsOnly(answers.getFirst().body().get("id"));
        assertThat(answers).extracting(ChatWorld.Answer::status).containsOnlyOnce(201);
        assertThat(world.get(node, ann, "/api/chat/channels").body().get("items")).hasSize(1);
    }

    @Test
    void badInputNamesTheField() {
        Map<String, Map<String, String>> cases = Map.of("type", Map.of("type", "party", "userId", bob.id()), "userId",
                Map.of("type", "direct"));

        cases.forEach((field, body) -> {
            var answer = world.post(node, ann, "/api/chat/channels", body);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body().get("errors").get(0).get("field").stringValue()).isEqualTo(field);
        });
        assertThat(open(ann, "nonsense").status()).isEqualTo(422);
        assertThat(open(ann, ann.id()).status()).isEqualTo(422);
        assertThat(world.get(node, ann, "/api/chat/channels?limit=0").status()).isEqualTo(422);
        assertThat(world.get(node, ann, "/api/chat/channels?cursor=x").status()).isEqualTo(422);
    }

    @Test
    void thereIsNoChannelWithSomebodyWhoDoesNotExist() {
        var answer = open(ann, Ids.format(Ids.next()));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo("user-not-found");
    }

    @Test
    void whenAuthServiceIsAwayTheAnswerSaysThatARetryHelps() {
        try (ChatWorld alone = ChatWorld.withNodes()) {
            TestNode itsNode = alone.node(Map.of());
            Person somebody = alone.person();
            alone.stopAuthService();

            var answer = alone.post(itsNode, alone.person(), "/api/chat/channels",
                    Map.of("type", "direct", "userId", somebody.id()));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(code(answer)).isEqualTo("users-unavailable");
            assertThat(answer.body().get("retryable").booleanValue()).isTrue();
        }
    }

    @Test
    void theListPagesThroughAllChannelsNewestFirst() {
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            opened.add(open(ann, world.person().id()).body().get("id").stringValue());
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = world.get(node, ann, "/api/chat/channels?limit=2" + cursor).body();
            listed.addAll(page.get("items").findValuesAsString("id"));
            cursor = page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").stringValue() : "";
        } while (!cursor.isEmpty());

        assertThat(listed).isEqualTo(opened.reversed());
    }

    @Test
    void noRequestKeepsItsConnectionToTheStore() {
        String channel = world.channel(node, ann, bob);

        for (int i = 0; i < 40; i++) { // more than there are connections
            assertThat(open(bob, ann.id()).status()).isEqualTo(200);
            assertThat(world.get(node, ann, "/api/chat/channels").status()).isEqualTo(200);
            assertThat(world.get(node, ann, "/api/chat/channels/" + channel).status()).isEqualTo(200);
        }
    }

    @Test
    void aStrangerLearnsNothingAboutAChannel() {
        String channel = world.channel(node, ann, bob);
        TestClient anns = world.connect(node, ann);
        anns.sendAcked(channel, "m1", "secret");
        String none = Ids.format(Ids.next());
        TestClient strangers = world.connect(node, stranger);

        for (String id : List.of(channel, none, "nonsense")) {
            for (String path : List.of("", "/messages?after=0")) {
                var answer = world.get(node, stranger, "/api/chat/channels/" + id + path);
                assertThat(answer.status()).isEqualTo(404);
                assertThat(code(answer)).isEqualTo("channel-not-found");
            }
        }
        for (String id : List.of(channel, none)) {
            var error = strangers.awaitAnswer(strangers.send(id, "m1", "let me in"));
            assertThat(error.get("code").stringValue()).isEqualTo("channel-not-found");
            JsonNode resumed = strangers.resume(id, 0);
            assertThat(resumed.get("recovered").booleanValue()).isFalse();
            assertThat(resumed.get("code").stringValue()).isEqualTo("channel-not-found");
            assertThat(resumed.has("lastVersion")).isFalse();
        }
        anns.sendAcked(channel, "m2", "secret too");
        assertThat(strangers.messages(channel)).isEmpty();
    }
}
