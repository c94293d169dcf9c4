package dev.parley.chat.channel;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.bus.NodeBus;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Delivery to people whose subscription ends while they are connected: nothing of what is written afterwards reaches them. */
class SubscriptionEndTest extends GroupCalls {

    private static void assertGotNothing(TestClient client, String channel, String text) {
        assertThat(client.messages(channel)).noneMatch(entry -> entry.path("text").stringValue("").equals(text));
    }

    @Test
    void whoIsRemovedOrLeavesGetsNothingThatIsWrittenAfterwards() {
        String channel = group(ann, bob, carol);
        TestClient anns = world.connect(first, ann);
        List<TestClient> leavers = List.of(world.connect(first, bob), world.connect(second, bob),
                world.connect(second, carol));
        anns.sendAcked(channel, "m1", "for all");
        leavers.forEach(client -> client.awaitVersions(channel, 1));

        remove(ann, channel, bob);
        leave(carol, channel);
        long last = anns.sendAcked(channel, "m2", "secret");
        anns.awaitVersions(channel, 4);

        for (TestClient client : leavers) {
            client.awaitFrame(frame -> frame.path("type").stringValue("").equals("channel"));
            JsonNode resumed = client.resume(channel, 0); // answered after whatever was pushed before
            assertThat(resumed.path("code").stringValue("")).isEqualTo("channel-not-found");
            JsonNode refused = client.awaitAnswer(client.send(channel, "x1", "let me in"));
            assertThat(refused.path("code").stringValue("")).isEqualTo("channel-not-found");
            assertThat(client.versions(channel)).doesNotContain(last);
            assertGotNothing(client, channel, "secret");
        }
        for (Person person : List.of(bob, carol)) {
            assertThat(world.get(first, person, CHANNELS + "/" + channel + "/messages?after=0").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void withoutAnyNewsTheStreamItselfEndsIt() {
        String channel = group(ann, bob, carol);
        Person dora = world.person();
        TestClient anns = world.connect(first, ann);
        List<TestClient> bobs = List.of(world.connect(first, bob), world.connect(second, bob));
        TestClient carols = world.connect(second, carol);
        TestClient doras = world.connect(second, dora);
        anns.sendAcked(channel, "m1", "for all");
        bobs.forEach(client -> client.awaitVersions(channel, 1));

        world.parts.redis().stop();
        try {
            assertThat(remove(ann, channel, bob).status()).isEqualTo(204);
            assertThat(add(ann, channel, dora).body().get("added")).hasSize(1);
            anns.sendAcked(channel, "m2", "secret");

            carols.awaitFrame(frame -> frame.toString().contains("secret"));
            doras.awaitFrame(frame -> frame.toString().contains("secret"));
            for (TestClient client : bobs) {
                assertThat(client.resume(channel, 0).path("code").stringValue("")).isEqualTo("channel-not-found");
                assertGotNothing(client, channel, "secret");
            }
        } finally {
            world.parts.redis().start();
        }
        await().atMost(TestClient.PATIENCE)
                .until(() -> first.bean(NodeBus.class).connected() && second.bean(NodeBus.class).connected());
        anns.sendAcked(channel, "m3", "secret too");
        carols.awaitFrame(frame -> frame.toString().contains("secret too"));
        bobs.forEach(client -> {
            assertThat(client.resume(channel, 0).path("code").stringValue("")).isEqualTo("channel-not-found");
            assertGotNothing(client, channel, "secret too");
        });
    }

    @Test
    void whoComesBackGetsWhatIsWrittenFromThenOn() {
        String channel = group(ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        for (int i = 1; i <= 5; i++) {
            String between = "while away " + i;
            String after = "back " + i;
            remove(ann, channel, bob);
            anns.sendAcked(channel, "a" + i, between);
            add(ann, channel, bob);
            anns.sendAcked(channel, "b" + i, after);

            bobs.awaitFrame(frame -> frame.toString().contains(after));
        }
    }

    @Test
    void aDissolvedGroupIsLostToEverybodyAtOnceAndItsContentsGo() {
        String channel = group(ann, bob, carol);
        long id = Ids.parse(channel).orElseThrow();
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        anns.sendAcked(channel, "m1", "one");
        bobs.sendAcked(channel, "m2", "two");

        assertThat(dissolve(ann, channel).status()).isEqualTo(204);

        for (Person person : List.of(ann, bob, carol)) {
            assertThat(view(person, channel).status()).isEqualTo(404);
            assertThat(world.get(second, person, CHANNELS).body().get("items")).isEmpty();
        }
        for (TestClient client : List.of(anns, bobs)) {
            client.awaitFrame(frame -> frame.path("event").stringValue("").equals("dissolved"));
            await().atMost(TestClient.PATIENCE).until(() -> client.awaitAnswer(client.send(channel, "late", "hello?"))
                    .path("code").stringValue(""), "channel-not-found"::equals);
            assertThat(client.resume(channel, 0).path("code").stringValue("")).isEqualTo("channel-not-found");
        }
        for (String table : List.of("messages", "message_ids", "subscriptions")) {
            await().atMost(TestClient.PATIENCE).until(
                    () -> world.count("SELECT COUNT(*) FROM " + table + " WHERE channel_id = ?", id) == 0);
        }
    }

    @Test
    void aDissolvedGroupEndsOnOpenSocketsAlsoWhenTheNewsIsLost() {
        String channel = group(ann, bob);
        TestClient bobs = world.connect(second, bob);

        world.parts.redis().stop();
        try {
            assertThat(dissolve(ann, channel).status()).isEqualTo(204);
            bobs.awaitFrame(frame -> frame.path("event").stringValue("").equals("dissolved"));
        } finally {
            world.parts.redis().start();
        }
    }
}
