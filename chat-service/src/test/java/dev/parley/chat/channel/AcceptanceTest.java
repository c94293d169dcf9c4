package dev.parley.chat.channel;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld.Answer;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who opens channels with whom, writes to whom and adds whom, when one has blocked the other or takes messages from contacts only. */
class AcceptanceTest extends GroupCalls {

    private static Answer open(Person who, Person other) {
        return world.post(second, who, CHANNELS, Map.of("type", "direct", "userId", other.id()));
    }

    private static void block(Person who, Person other) {
        assertThat(call(first, "PUT", who, "/api/chat/blocks/" + other.id(), null).status()).isEqualTo(204);
    }

    private static void unblock(Person who, Person other) {
        assertThat(call(first, "DELETE", who, "/api/chat/blocks/" + other.id(), null).status()).isEqualTo(204);
    }

    private static void takeFromContactsOnly(Person who) {
        assertThat(call(first, "PATCH", who, "/api/chat/settings", Map.of("whoMayWrite", "contacts")).status())
                .isEqualTo(200);
    }

    /** Sends until the answer is this one: what was known of the two a moment ago may still be remembered. */
    private static void awaitOnSending(TestClient client, String channel, String code) {
        int[] attempt = new int[1];
        await().atMost(TestClient.PATIENCE).until(() -> {
            var answer = client.awaitAnswer(client.send(channel, code + attempt[0]++, "text"));
            return answer.path("code").stringValue(answer.path("type").stringValue(""));
        }, code::equals);
    }

    @Test
    void whoIsBlockedNeitherOpensAChannelNorWritesIntoIt() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        bobs.sendAcked(channel, "b1", "hello");
        anns.sendAcked(channel, "a1", "hello");

        block(ann, bob);
        block(ann, carol);

        awaitOnSending(bobs, channel, "not-accepted");
        awaitOnSending(anns, channel, "blocked-by-you");
        assertThat(bobs.sendAcked(channel, "b1", "hello")).as("it was stored before").isEqualTo(1);
        assertThat(open(bob, ann).status()).as("the channel stands, and is read").isEqualTo(200);
        assertThat(world.get(first, bob, CHANNELS + "/" + channel + "/messages?after=0").status()).isEqualTo(200);
        assertThat(code(open(carol, ann))).isEqualTo("not-accepted");
        assertThat(code(open(ann, carol))).isEqualTo("blocked-by-you");

        unblock(ann, bob);
        awaitOnSending(bobs, channel, "ack");
    }

    @Test
    void whoTakesMessagesFromContactsOnlyIsAnsweredByThoseToWhomTheyWroteFirst() {
        takeFromContactsOnly(ann);

        assertThat(code(open(bob, ann))).isEqualTo("not-accepted");
        String begunByAnn = world.channel(first, ann, bob);
        assertThat(world.connect(first, bob).sendAcked(begunByAnn, "b1", "an answer")).isEqualTo(1);
        String begunByCarol = world.channel(first, carol, bob);
        TestClient carols = world.connect(second, carol);
        carols.sendAcked(begunByCarol, "c1", "hello");
        takeFromContactsOnly(bob);
        awaitOnSending(carols, begunByCarol, "not-accepted");
        assertThat(world.connect(second, bob).sendAcked(begunByCarol, "b1", "an answer")).isEqualTo(2);
    }

    @Test
    void nobodyIsAddedToAGroupByWhomTheyDoNotAccept() {
        block(bob, ann);
        takeFromContactsOnly(carol);
        String channel = group(ann);

        Answer added = add(ann, channel, bob, carol, stranger);

        assertThat(added.body().get("added")).hasSize(1);
        assertThat(added.body().get("refused").findValuesAsString("code")).containsExactly("not-accepted",
                "not-accepted");
        assertThat(roles(channel)).containsOnlyKeys(ann.userId(), stranger.userId());
    }
}
