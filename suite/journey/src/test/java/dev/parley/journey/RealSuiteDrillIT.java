package dev.parley.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RealComponent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of the suite while a part or a service is away, and afterwards. */
@Tag("drill")
@NeedsReal({RealComponent.MARIADB, RealComponent.RABBITMQ, RealComponent.REDIS, RealComponent.CONSUL, RealComponent.S3})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealSuiteDrillIT {

    private static final Duration LONG = Duration.ofSeconds(120);

    private RealSuite suite;

    @BeforeAll
    void start() {
        suite = RealSuite.start();
    }

    @AfterAll
    void stop() {
        if (suite != null) {
            suite.close();
        }
    }

    @Test
    void acknowledgedMessagesSurviveAKilledBroker() {
        Talk talk = new Talk();
        talk.say(1, 20);

        suite.parts().rabbitMq().kill();
        suite.parts().rabbitMq().start();
        talk.say(21, 40);

        talk.assertThatNothingIsLostOrDoubled(40);
    }

    @Test
    void acknowledgedMessagesSurviveAKilledDatabase() {
        Talk talk = new Talk();
        talk.say(1, 20);

        suite.parts().mariaDb().primary().kill();
        suite.parts().mariaDb().primary().start();
        talk.say(21, 40);

        talk.assertThatNothingIsLostOrDoubled(40);
    }

    @Test
    void acknowledgedMessagesSurviveAKilledChatService() {
        Talk talk = new Talk();
        talk.say(1, 20);

        suite.service("chat-service").kill();
        suite.service("chat-service").start();
        talk.say(21, 40);

        talk.assertThatNothingIsLostOrDoubled(40);
    }

    @Test
    void messagesGoOnWhileRedisIsAway() {
        Talk talk = new Talk();
        talk.say(1, 5);

        suite.parts().redis().kill();
        try {
            talk.say(6, 10);
        } finally {
            suite.parts().redis().start();
        }

        talk.assertThatNothingIsLostOrDoubled(10);
    }

    @Test
    void requestsGoOnWhileConsulIsAwayAndServicesAreFoundAgainAfterwards() {
        Person alice = Person.arrives(suite.gateway(), "alice");
        Runnable requests = () -> List.of("/api/auth/users/me", "/api/chat/channels", "/api/files/drive")
                .forEach(path -> assertThat(alice.api().get(path).statusCode()).as(path).isEqualTo(200));
        requests.run();

        suite.parts().consul().kill();
        // Longer than any list of instances is taken for true, and than discovery is waited for.
        for (long begin = System.nanoTime(); System.nanoTime() - begin < Duration.ofSeconds(8).toNanos();) {
            requests.run();
        }
        suite.parts().consul().start();

        await().atMost(LONG)
                .until(() -> RunningSuite.SERVICES.stream().allMatch(name -> suite.parts().consul().isPassing(name)));
        await().atMost(LONG).until(() -> alice.api().get("/api/auth/users/me").statusCode() == 200
                && alice.api().get("/api/files/drive").statusCode() == 200);
    }

    @Test
    void uploadsGoOnWhileCephIsAwayAndAreStoredAfterwards(@TempDir Path folder) throws IOException {
        Person alice = Person.arrives(suite.gateway(), "alice");
        Path file = Files.write(folder.resolve("note.txt"), new byte[100_000]);
        String id;

        suite.parts().s3().stop();
        try {
            JsonNode done = new StockTusClient(folder.resolve("uploads.json")).upload(alice, file, 50_000);
            id = done.path("url").asString().replaceFirst(".*/", "");
            assertThat(alice.api().get("/api/files/drive/" + id + "/content").body()).hasSize(100_000);
        } finally {
            suite.parts().s3().start();
        }

        await().atMost(LONG).until(() -> status(alice, id).equals("available"));
        assertThat(alice.api().get("/api/files/drive/" + id + "/content").body()).hasSize(100_000);
    }

    @Test
    void aPersonSeesTheirOwnWritesWhileReplicationStandsStill(@TempDir Path folder) throws IOException {
        suite.parts().mariaDb().stopReplication();
        try {
            Person alice = Person.arrives(suite.gateway(), "alice");
            Person bob = Person.arrives(suite.gateway(), "bob");
            String channel = alice.channelWith(bob);
            assertThat(Api.json(alice.api().get("/api/chat/channels/" + channel), 200).path("id").asString())
                    .isEqualTo(channel);
            Path file = Files.write(folder.resolve("note.txt"), new byte[1_000]);
            JsonNode done = new StockTusClient(folder.resolve("uploads.json")).upload(alice, file, 1_000);
            String id = done.path("url").asString().replaceFirst(".*/", "");
            assertThat(status(alice, id)).isIn("processing", "available");
        } finally {
            suite.parts().mariaDb().startReplication();
            suite.parts().mariaDb().awaitReplica();
        }
    }

    private static String status(Person person, String fileId) {
        return Api.json(person.api().get("/api/files/drive/" + fileId), 200).path("status").asString();
    }

    /** Numbered messages from one to another. Each is sent again, under the same client message id, until it is acknowledged. */
    private final class Talk {

        private final Person alice = Person.arrives(suite.gateway(), "alice");
        private final String channel = alice.channelWith(Person.arrives(suite.gateway(), "bob"));

        void say(int first, int last) {
            int next = first;
            Instant deadline = Instant.now().plus(LONG);
            while (next <= last) {
                try (ChatSocket socket = alice.connects()) {
                    while (next <= last) {
                        assertThat(socket.send(channel, "message " + next, "client-id-" + next)).isEqualTo(next);
                        next++;
                    }
                } catch (RuntimeException | AssertionError e) {
                    // The socket was closed, the answer was "try again", or none came: what a client meets, who then goes on.
                    if (Instant.now().isAfter(deadline)) {
                        throw new AssertionError("message " + next + " was not acknowledged within " + LONG, e);
                    }
                }
            }
        }

        void assertThatNothingIsLostOrDoubled(int count) {
            JsonNode answer = await().atMost(LONG).ignoreExceptions()
                    .until(() -> Api.json(
                            alice.api().get("/api/chat/channels/" + channel + "/messages?after=0&limit=100"), 200),
                            json -> true);
            List<JsonNode> messages = List.copyOf(answer.path("messages").values());
            assertThat(messages.stream().map(it -> it.path("version").asLong()))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
            assertThat(messages.stream().map(it -> it.path("text").asString()))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, count).mapToObj(it -> "message " + it).toList());
        }
    }
}
