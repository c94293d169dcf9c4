package dev.parley.file.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Two nodes, and a Redis that may go away. */
@EmbeddedParts
class EventBusTest {

    private static final EventSettings SETTINGS = new EventSettings(Duration.ofSeconds(15), Duration.ofSeconds(3), 8,
            100, 100);

    private final List<Node> nodes = new ArrayList<>();
    private final RedisClient redis = RedisClient.create(EmbeddedPartsSet.shared().redisUrl());
    private final Node first = new Node();
    private final Node second = new Node();

    /** The part of a node that this is about. */
    private final class Node {

        final LettuceConnectionFactory factory = new LettuceConnectionFactory(
                LettuceConnectionFactory.createRedisConfiguration(EmbeddedPartsSet.shared().redisUrl()),
                LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(1)).clientOptions(ClientOptions
                        .builder().disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS).build())
                        .build());
        final EventStreams streams = new EventStreams(SETTINGS, new SimpleMeterRegistry());
        final EventBus bus = new EventBus(factory, streams, SETTINGS);
        final FileEvents events = new FileEvents(bus, new JsonMapper());

        Node() {
            factory.afterPropertiesSet();
            factory.start();
            bus.start();
            nodes.add(this);
        }

        /** As the controller does; what the stream has sent can be read from {@link Reader}. */
        Reader read(Identity person) throws InterruptedException {
            EventStream stream = streams.open(person);
            bus.hear(person);
            return new Reader(stream);
        }
    }

    /** Somebody who reads a stream to its end. */
    private static final class Reader {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final EventStream stream;

        Reader(EventStream stream) {
            this.stream = stream;
            Thread.startVirtualThread(() -> {
                try {
                    stream.writeTo(out, SETTINGS.heartbeat(), Clock.systemUTC());
                } catch (java.io.IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        String sent() {
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(node -> {
            node.streams.endAll();
            node.bus.stop();
            node.factory.destroy();
        });
        redis.shutdown();
    }

    private static Identity person(long id) {
        return new Identity(id, UUID.randomUUID().toString(), "token", Instant.now().plusSeconds(600));
    }

    private static void await(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20))
                .untilAsserted(assertion);
    }

    private List<String> subscribedPeople(long person) {
        return redis.connect().sync().pubsubChannels("parley:file:events:" + Ids.format(person));
    }

    @Test
    void whatOneNodePublishesIsReadOnceOnAllNodesInOrder() throws InterruptedException {
        Identity person = person(Ids.next());
        Reader here = first.read(person);
        Reader there = second.read(person);

        for (int i = 0; i < 20; i++) {
            first.events.publish(person.userId(), "file", Map.of("n", i));
        }
        first.events.publish(person.userId(), "file", "last");

        for (Reader reader : List.of(here, there)) {
            await(() -> assertThat(reader.sent()).contains("last"));
            assertThat(reader.sent().lines().filter(line -> line.startsWith("data: {\"n\"")))
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 20)
                            .mapToObj(i -> "data: {\"n\":" + i + "}").toList());
        }
    }

    @Test
    void aNodeSubscribesToThoseWhoReadThere() throws InterruptedException {
        Identity person = person(Ids.next());
        assertThat(subscribedPeople(person.userId())).isEmpty();
        Reader one = first.read(person);
        Reader other = first.read(person);
        assertThat(subscribedPeople(person.userId())).hasSize(1);

        assertThat(first.streams.forget(one.stream)).isFalse();
        assertThat(first.streams.forget(other.stream)).isTrue();
        first.bus.ignore(person.userId());

        await(() -> assertThat(subscribedPeople(person.userId())).isEmpty());
    }

    @Test
    void whoComesBackWhileTheLastStreamIsForgottenIsHeard() throws InterruptedException {
        Identity person = person(Ids.next());
        Reader before = first.read(person);
        assertThat(first.streams.forget(before.stream)).isTrue();
        Reader after = first.read(person);
        first.bus.ignore(person.userId()); // comes late, from the stream before

        second.events.publish(person.userId(), "file", "for the second stream");

        await(() -> assertThat(after.sent()).contains("for the second stream"));
    }

    @Test
    void aSessionThatEndsTakesItsStreamsWithItOnAllNodes() throws InterruptedException {
        Identity person = person(Ids.next());
        Identity otherSession = person(person.userId());
        Reader ended = second.read(person);
        Reader stays = second.read(otherSession);

        redis.connect().sync().publish("parley:sessions:ended", person.sessionId());

        await(() -> assertThat(ended.sent()).contains("session-ended"));
        assertThat(stays.sent()).doesNotContain("end");
    }

    @Test
    void aSessionThatEndedAMomentAgoIsNoticed() throws InterruptedException {
        Identity person = person(Ids.next());
        redis.connect().sync().setex("parley:session:" + person.sessionId(), 60, "ended");

        Reader reader = first.read(person);

        await(() -> assertThat(reader.sent()).contains("session-ended"));
    }

    @Test
    void withRedisAwayThisNodeIsServedAndAllAreToldToLookAgainWhenItIsBack() throws InterruptedException {
        Identity person = person(Ids.next());
        Identity late = person(Ids.next());
        Reader here = first.read(person);
        Reader there = second.read(person);
        Reader lateThere;
        EmbeddedPartsSet.shared().redis().stop();
        try {
            await(() -> {
                first.events.publish(person.userId(), "file", "alone");
                assertThat(here.sent()).contains("alone");
            });
            lateThere = second.read(late); // cannot be subscribed to now
            assertThat(there.sent()).doesNotContain("alone");
        } finally {
            EmbeddedPartsSet.shared().redis().start();
        }

        await(() -> assertThat(there.sent()).contains("event: ready"));
        await(() -> assertThat(lateThere.sent()).contains("event: ready"));
        await(() -> {
            first.events.publish(late.userId(), "file", "together again");
            assertThat(lateThere.sent()).contains("together again");
        });
    }
}
