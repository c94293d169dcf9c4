package dev.parley.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import com.rabbitmq.client.ConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.parts.real.MariaDbPair;
import dev.parley.parts.real.RealComponent;
import dev.parley.parts.real.RealPartsSet;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** RabbitMQ with quorum queues, a MariaDB primary with a replica, Redis 7: where they differ from the embedded ones. */
@SuppressWarnings("NullAway.Init")
class RealPartsTest {

    static ChatWorld world;
    static MariaDbPair pair;
    static String amqpUrl;
    static TestNode first;
    static TestNode second;

    @BeforeAll
    static void start() {
        for (RealComponent needed : new RealComponent[]{RealComponent.RABBITMQ, RealComponent.MARIADB,
            RealComponent.REDIS}) {
            needed.leftOut().ifPresent(Assumptions::abort);
        }
        RealPartsSet real = RealPartsSet.shared();
        pair = real.mariaDb();
        amqpUrl = real.rabbitMq().url();
        MariaDbPair.Schema schema = pair.schema("parley_chat");
        Map<String, String> parts = Map.of("parley.store.primary", schema.primaryUrl(), "parley.store.replicas",
                schema.replicaUrl(), "parley.store.username", schema.username(), "parley.store.password",
                schema.password(), "spring.data.redis.url", real.redis().url(), "spring.rabbitmq.addresses", amqpUrl,
                "parley.queue.type", "quorum", "parley.queue.delivery-limit", "2");
        world = ChatWorld.withNodes();
        first = world.node(parts);
        second = world.node(parts);
    }

    @AfterAll
    static void stop() {
        if (world != null) {
            world.close();
        }
    }

    final Person ann = world.person();
    final Person bob = world.person();

    @Test
    void messagesGetThroughQuorumQueuesWithoutGaps() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);
        for (int i = 1; i <= 100; i++) {
            anns.send(channel, "a" + i, "from ann");
            bobs.send(channel, "b" + i, "from bob");
        }

        assertThat(bobs.awaitVersions(channel, 200)).isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
        anns.awaitVersions(channel, 200);
        assertThat(anns.messages(channel)).isEqualTo(bobs.messages(channel));
        assertThat(anns.sendAcked(channel, "a1", "again")).isLessThanOrEqualTo(200);
    }

    @Test
    void aReplicaThatStandsStillHidesNothing() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        anns.sendAcked(channel, "m1", "one");
        pair.stopReplication();
        try {
            for (int i = 2; i <= 5; i++) {
                anns.sendAcked(channel, "m" + i, "text");
            }
            TestClient bobs = world.connect(second, bob);

            assertThat(bobs.resume(channel, 0).get("lastVersion").longValue()).isEqualTo(5);
            assertThat(bobs.versions(channel)).containsExactly(1L, 2L, 3L, 4L, 5L);
            var page = world.get(second, bob, "/api/chat/channels/" + channel + "/messages?after=3");
            assertThat(page.body().get("messages")).hasSize(2);
            assertThat(world.get(second, bob, "/api/chat/channels").body().get("items")).hasSize(1);
        } finally {
            pair.startReplication();
        }
    }

    @Test
    void aReplicaThatStandsStillDoesNotBringARecalledTextBack() {
        String channel = world.channel(first, ann, bob);
        TestClient anns = world.connect(first, ann);
        anns.sendAcked(channel, "m1", "the launch code is 0000");
        anns.sendAcked(channel, "m2", "nice weather");
        var redis = first.bean(StringRedisTemplate.class);
        pair.awaitReplica();
        pair.stopReplication();
        try {
            var recalled = anns.awaitAnswer(anns.operation("recall",
                    Map.of("channelId", channel, "clientMessageId", "m3", "target", 1)));
            assertThat(recalled.get("version").longValue()).isEqualTo(3);
            for (TestNode node : List.of(first, second)) {
                redis.delete("parley:chat:recent:" + Ids.parse(channel).orElseThrow());
                // Just what the replica has, the text as it was among it.
                var page = world.get(node, bob, "/api/chat/channels/" + channel + "/messages?after=0&limit=2").body();
                TestClient bobs = world.connect(node, bob);
                bobs.resume(channel, 0);

                assertThat(page.toString()).contains("nice weather").doesNotContain("launch");
                assertThat(bobs.messages(channel).toString()).contains("nice weather").doesNotContain("launch");
            }
        } finally {
            pair.startReplication();
        }
    }

    /** The second net: a message that the broker delivered too often ends in the one parking queue of all partitions. */
    @Test
    void whatTheBrokerGivesUpIsParked() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(amqpUrl);
        try (var connection = factory.newConnection(); var channel = connection.createChannel()) {
            Map<String, Object> arguments = Map.of("x-queue-type", "quorum", "x-delivery-limit", 2,
                    "x-dead-letter-exchange", "", "x-dead-letter-routing-key", "chat.messages.parking",
                    "x-single-active-consumer", true);
            // Declaring a queue again with other arguments is refused: so these are its arguments.
            channel.queueDeclare("chat.messages.3", true, false, false, arguments);
            channel.queueDeclare("chat.messages.test", true, false, false, arguments);
            channel.basicPublish("", "chat.messages.test", null, "given up".getBytes(StandardCharsets.UTF_8));
            channel.basicConsume("chat.messages.test", false,
                    (tag, delivery) -> channel.basicNack(delivery.getEnvelope().getDeliveryTag(), false, true),
                    tag -> {});
            await().atMost(TestClient.PATIENCE).until(() -> {
                var parked = channel.basicGet("chat.messages.parking", true);
                return parked != null && new String(parked.getBody(), StandardCharsets.UTF_8).equals("given up");
            });
        }
    }
}
