package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TestNode;
import dev.parley.chat.bus.NodeBus;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedParts;

import static org.assertj.core.api.Assertions.assertThat;

/** Pushes that were lost, late, repeated or invented. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class GapTest {

    static ChatWorld world;
    static TestNode patient;
    static TestNode watchful;

    @BeforeAll
    static void start() {
        world = ChatWorld.withNodes();
        patient = world.node(Map.of("parley.chat.delivery.check-interval", "1h"));
        watchful = world.node(Map.of("parley.chat.delivery.check-interval", "500ms"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    final Person ann = world.person();
    final Person bob = world.person();
    final String channel = world.channel(patient, ann, bob);
    final long channelId = Ids.parse(channel).orElseThrow();

    /** Commits a message of which nobody is told. */
    private void writeInSilence(String clientMessageId) {
        long id = Ids.next();
        SealedBody body = patient.bean(BodyCipher.class)
                .seal(channelId, id, "{\"text\":\"silent\"}".getBytes(StandardCharsets.UTF_8));
        patient.bean(MessageLog.class)
                .append(List.of(new QueuedMessage(id, new SendKey(channelId, ann.userId(), clientMessageId),
                        MessageKind.TEXT, body, "nobody")));
    }

    @Test
    void aDroppedPushIsFilledBeforeTheNextMessage() {
        TestClient anns = world.connect(patient, ann);
        TestClient bobs = world.connect(patient, bob);
        anns.sendAcked(channel, "m1", "one");
        writeInSilence("m2");
        writeInSilence("m3");
        anns.sendAcked(channel, "m4", "four");

        assertThat(bobs.awaitVersions(channel, 4)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(anns.awaitVersions(channel, 4)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aDroppedLastPushIsNoticedWithoutAnyNextMessage() {
        TestClient bobs = world.connect(watchful, bob);

        writeInSilence("m1");

        assertThat(bobs.awaitVersions(channel, 1)).containsExactly(1L);
    }

    @Test
    void repeatedAndInventedPublicationsChangeNothing() {
        TestClient anns = world.connect(patient, ann);
        TestClient bobs = world.connect(patient, bob);
        anns.sendAcked(channel, "m1", "one");
        bobs.awaitVersions(channel, 1);
        List<Message> stored = patient.bean(MessageLog.class).read(channelId, 0, 1);
        Message invented = new Message(channelId, 1000, Ids.next(), MessageKind.TEXT, 0, ann.userId(), "invented",
                stored.getFirst().body(), Instant.now());

        NodeBus bus = watchful.bean(NodeBus.class);
        bus.publish(Announcer.topic(channelId), MessageCodec.encode(new MessageCodec.Publication("x", stored)));
        bus.publish(Announcer.topic(channelId),
                MessageCodec.encode(new MessageCodec.Publication("x", List.of(invented))));
        bus.publish(Announcer.topic(channelId), "nonsense".getBytes(StandardCharsets.UTF_8));
        anns.sendAcked(channel, "m2", "two");
        anns.sendAcked(channel, "m3", "three");

        assertThat(bobs.awaitVersions(channel, 3)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aReceiptThatWasLostIsLookedUp() {
        TestClient anns = world.connect(patient, ann);
        writeInSilence("m1");

        // As if it had been written and its receipt lost: the queue's copy of it is known and only waits for the look-up.
        assertThat(anns.sendAcked(channel, "m1", "silent")).isEqualTo(1);
    }
}
