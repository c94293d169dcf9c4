package dev.parley.chat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.bus.NodeBus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One part after the other is stopped and started again, under two nodes. */
class PartsAwayTest extends TwoNodes {

    @Test
    void withoutTheBrokerSendersAreToldToTryAgainAndWithItAgainItWorks() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        assertThat(anns.sendAcked(channel, "before", "one")).isEqualTo(1);

        world.parts.broker().stop();
        try {
            var refusal = anns.awaitAnswer(anns.send(channel, "meanwhile", "two"));
            assertThat(refusal.get("type").stringValue()).isEqualTo("error");
            assertThat(refusal.get("code").stringValue()).isEqualTo("queue-unavailable");
            assertThat(refusal.get("retryable").booleanValue()).isTrue();
        } finally {
            world.parts.broker().start();
        }

        long version = sendUntilAcked(anns, channel, "meanwhile");
        assertThat(version).isEqualTo(2);
        assertThat(bobs.awaitVersions(channel, 2)).containsExactly(1L, 2L);
    }

    @Test
    void withoutRedisMessagesAreStillAcknowledgedAndDelivered() {
        String channel = world.channel(first, ann, bob);
        List<TestClient> clients = List.of(world.connect(first, ann), world.connect(second, ann),
                world.connect(first, bob), world.connect(second, bob));
        clients.getFirst().sendAcked(channel, "before", "one");
        Person carol = world.person();

        world.parts.redis().stop();
        String channelMadeMeanwhile;
        try {
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).sendAcked(channel, "meanwhile" + i, "text");
            }
            clients.forEach(client -> assertThat(client.awaitVersions(channel, 5)).containsExactly(1L, 2L, 3L, 4L, 5L));
            channelMadeMeanwhile = world.channel(second, carol, bob);
            TestClient carols = world.connect(first, carol);
            carols.sendAcked(channelMadeMeanwhile, "m1", "are you there?");
            clients.get(3).awaitVersions(channelMadeMeanwhile, 1);
        } finally {
            world.parts.redis().start();
        }

        await().atMost(TestClient.PATIENCE)
                .until(() -> first.bean(NodeBus.class).connected()
                        && second.bean(NodeBus.class).connected());
        clients.getFirst().sendAcked(channel, "after", "six");
        clients.forEach(client -> assertThat(client.awaitVersions(channel, 6))
                .isEqualTo(LongStream.rangeClosed(1, 6).boxed().toList()));
    }

    @Test
    void sessionsThatEndedWhileRedisWasAwayAreClosedWhenItIsBack() {
        TestClient anns = world.connect(first, ann);
        var redis = first.bean(StringRedisTemplate.class);
        redis.opsForValue().set("parley:session:" + ann.sessionId(), "ended", Duration.ofMinutes(20));

        world.parts.redis().stop();
        world.parts.redis().start();

        assertThat(anns.awaitClose()).isEqualTo(4401);
    }

    /** Pushes and questions take two connections: who is called back as soon as one stands could not ask. */
    @Test
    void theBusCallsBackAfterEitherOfItsConnectionsBroke() {
        NodeBus bus = first.bean(NodeBus.class);
        try (var redis = RedisClient.create(world.parts.redisUrl())) {
            var commands = redis.connect().sync();
            for (KillArgs connections : List.of(KillArgs.Builder.typeNormal(), KillArgs.Builder.typePubsub())) {
                CountDownLatch calledBack = new CountDownLatch(1);
                bus.onReconnect(calledBack::countDown);

                commands.clientKill(connections);

                await().atMost(TestClient.PATIENCE).until(() -> calledBack.getCount() == 0 && bus.connected());
            }
        }
    }

    @Test
    void withoutTheStoreMessagesWaitInTheQueueAndAreWrittenWhenItIsBack() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        anns.sendAcked(channel, "before", "one");

        world.parts.mariaDb().stop();
        List<String> refs;
        try {
            refs = List.of(anns.send(channel, "m2", "two"), anns.send(channel, "m3", "three"));
        } finally {
            world.parts.mariaDb().start();
        }

        assertThat(refs)
                .allSatisfy(ref -> assertThat(anns.awaitAnswer(ref).get("type").stringValue()).isEqualTo("ack"));
        assertThat(bobs.awaitVersions(channel, 3)).containsExactly(1L, 2L, 3L);
    }

    private static long sendUntilAcked(TestClient client, String channel, String clientMessageId) {
        long[] version = new long[1];
        await().atMost(TestClient.PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            var answer = client.awaitAnswer(client.send(channel, clientMessageId, "two"));
            version[0] = answer.path("version").longValue(0);
            return version[0] > 0;
        });
        return version[0];
    }
}
