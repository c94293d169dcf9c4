package dev.parley.chat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The main job, on two nodes. */
class ChatJourneyTest extends TwoNodes {

    @Test
    void aMessageReachesTheOtherPersonOnTheOtherNodeAndTheSender() {
        String channel = world.channel(first, ann, bob);
        TestClient annsPhone = world.connect(first, ann);
        TestClient annsLaptop = world.connect(second, ann);
        TestClient bobsPhone = world.connect(second, bob);

        long version = annsPhone.sendAcked(channel, "m1", "Grüße 👋🏽 \u0000 and \"quotes\"");

        assertThat(version).isEqualTo(1);
        for (TestClient client : List.of(annsPhone, annsLaptop, bobsPhone)) {
            client.awaitVersions(channel, 1);
            var message = client.messages(channel).getFirst();
            assertThat(message.get("text").stringValue()).isEqualTo("Grüße 👋🏽 \u0000 and \"quotes\"");
            assertThat(message.get("senderId").stringValue()).isEqualTo(ann.id());
            assertThat(message.get("clientMessageId").stringValue()).isEqualTo("m1");
            assertThat(message.get("kind").stringValue()).isEqualTo("text");
        }
    }

    @Test
    void versionsHaveNoGapsAndAllSeeTheSameOrderWithManySendersOnTwoNodes() throws Exception {
        String channel = world.channel(first, ann, bob);
        List<TestClient> clients = List.of(world.connect(first, ann), world.connect(second, ann),
                world.connect(first, bob), world.connect(second, bob));
        int each = 100;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.invokeAll(clients.stream().<Callable<Void>>map(client -> () -> {
                for (int i = 0; i < each; i++) {
                    client.send(channel, UUID.randomUUID().toString(), "message " + i);
                }
                return null;
            }).toList());
        }
        int all = each * clients.size();
        List<Long> expected = LongStream.rangeClosed(1, all).boxed().toList();
        for (TestClient client : clients) {
            assertThat(client.awaitVersions(channel, all)).isEqualTo(expected);
            assertThat(client.messages(channel)).isEqualTo(clients.getFirst().messages(channel));
        }
    }

    @Test
    void resendingAMessageGivesTheSameVersion() {
        String channel = world.channel(first, ann, bob);
        TestClient onFirst = world.connect(first, ann);
        TestClient onSecond = world.connect(second, ann);

        long version = onFirst.sendAcked(channel, "same", "once");

        assertThat(onFirst.sendAcked(channel, "same", "once")).isEqualTo(version);
        assertThat(onSecond.sendAcked(channel, "same", "once")).isEqualTo(version);
        assertThat(onSecond.sendAcked(channel, "next", "twice")).isEqualTo(version + 1);
    }

    @Test
    void theSameClientMessageIdOfTwoPeopleIsTwoMessages() {
        String channel = world.channel(first, ann, bob);

        assertThat(world.connect(first, ann).sendAcked(channel, "same", "from ann")).isEqualTo(1);
        assertThat(world.connect(first, bob).sendAcked(channel, "same", "from bob")).isEqualTo(2);
    }

    @Test
    void resumeGivesExactlyWhatWasMissedFromTheOtherNode() {
        String channel = world.channel(first, ann, bob);
        TestClient sender = world.connect(first, ann);
        TestClient before = world.connect(first, bob);
        for (int i = 1; i <= 5; i++) {
            sender.sendAcked(channel, "m" + i, "text " + i);
        }
        before.awaitVersions(channel, 5);
        before.close();
        for (int i = 6; i <= 17; i++) {
            sender.sendAcked(channel, "m" + i, "text " + i);
        }

        TestClient after = world.connect(second, bob);
        var answer = after.resume(channel, 5);
        sender.sendAcked(channel, "m18", "text 18");

        assertThat(answer.get("recovered").booleanValue()).isTrue();
        assertThat(answer.get("lastVersion").longValue()).isEqualTo(17);
        assertThat(after.awaitVersions(channel, 13)).isEqualTo(LongStream.rangeClosed(6, 18).boxed().toList());
    }

    @Test
    void anAcknowledgedMessageIsInTheStoreAndNobodyCanReadItThere() {
        String channel = world.channel(first, ann, bob);

        long version = world.connect(first, ann).sendAcked(channel, "m1", "the launch code is 0000");

        var row = world.jdbc()
                .sql("SELECT version, key_id, body FROM messages WHERE client_message_id = 'm1' AND sender_id = ?")
                .param(ann.userId())
                .query()
                .singleRow();
        assertThat(row.get("version")).isEqualTo(version);
        assertThat(row.get("key_id")).isEqualTo("k1");
        assertThat(new String((byte[]) row.get("body"), StandardCharsets.ISO_8859_1))
                .doesNotContain("launch")
                .doesNotContain("text");
    }

    @Test
    void aChannelOpenedWhileBothAreOnlineDeliversAtOnce() {
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);

        String channel = world.channel(second, ann, bob);
        anns.sendAcked(channel, "m1", "hello");

        assertThat(bobs.awaitVersions(channel, 1)).containsExactly(1L);
        assertThat(anns.awaitVersions(channel, 1)).containsExactly(1L);
    }

    @Test
    void theEndOfTheSessionClosesItsSocketsWith4401() {
        TestClient socket = world.connect(first, ann);
        TestClient otherSession = world.connect(first, bob);

        first.bean(StringRedisTemplate.class)
                .convertAndSend("parley:sessions:ended", ann.sessionId());

        assertThat(socket.awaitClose()).isEqualTo(4401);
        await().during(java.time.Duration.ofMillis(200)).until(() -> !otherSession.isClosed());
    }

    @Test
    void aQueueMessageThatNobodyCanReadOrThatIsTooLargeIsParkedAndThePartitionsGoOn() {
        String channel = world.channel(first, ann, bob);
        var rabbit = first.bean(RabbitTemplate.class);
        String marker = UUID.randomUUID().toString();
        for (int partition = 0; partition < 8; partition++) {
            rabbit.convertAndSend("", "chat.messages." + partition, marker + partition);
            rabbit.convertAndSend("", "chat.messages." + partition, marker + partition + "x".repeat(1 << 20));
        }

        assertThat(world.connect(first, ann).sendAcked(channel, "m1", "goes on")).isEqualTo(1);
        Set<String> parked = new HashSet<>();
        await().atMost(TestClient.PATIENCE).until(() -> {
            Object message = rabbit.receiveAndConvert("chat.messages.parking");
            if (message != null) {
                parked.add(new String((byte[]) message, StandardCharsets.UTF_8));
            }
            return parked.stream().filter(text -> text.startsWith(marker)).count() == 16;
        });
    }

    @Test
    void aNodeThatGoesLeavesItsPartitionsToTheOther() {
        TestNode third = world.node(Map.of());
        String channel = world.channel(third, ann, bob);
        TestClient bobs = world.connect(second, bob);
        assertThat(world.connect(third, ann).sendAcked(channel, "m1", "one")).isEqualTo(1);

        world.stop(third);

        TestClient anns = world.connect(first, ann);
        assertThat(anns.sendAcked(channel, "m1", "one")).isEqualTo(1);
        assertThat(anns.sendAcked(channel, "m2", "two")).isEqualTo(2);
        assertThat(bobs.awaitVersions(channel, 2)).containsExactly(1L, 2L);
    }
}
