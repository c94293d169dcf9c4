package dev.parley.chat.socket;

import java.net.http.HttpRequest;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TestNode;
import dev.parley.testkit.EmbeddedParts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** What a socket does not put up with. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class SocketLimitsTest {

    static ChatWorld world;
    static TestNode node;

    @BeforeAll
    static void start() {
        world = ChatWorld.withNodes();
        node = world.node(Map.of("parley.chat.sockets.max-queue-size", "1MB",
                "parley.chat.sockets.heartbeat-interval", "500ms", "parley.chat.sockets.idle-timeout", "4s",
                "parley.chat.sockets.operation-burst", "50", "parley.chat.sockets.operations-per-second", "10"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    final Person ann = world.person();
    final Person bob = world.person();

    @Test
    void aSlowReaderAmongFastOnesGets4409AndTheOthersEverything() {
        TestNode narrow = world.node(Map.of("parley.chat.sockets.max-queue-size", "1MB",
                "parley.chat.sockets.operation-burst", "10000"));
        String channel = world.channel(narrow, ann, bob);
        TestClient slow = world.open(narrow, bob, false);
        TestClient fast = world.connect(narrow, bob);
        TestClient anns = world.connect(narrow, ann);
        String text = "x".repeat(16 * 1024);
        int sent = 0;
        while (narrow.bean(Sockets.class).all().stream().noneMatch(ChatSocket::isClosing) && sent < 4000) {
            List<String> refs = IntStream.range(sent, sent + 40)
                    .mapToObj(i -> anns.send(channel, "m" + i, text))
                    .toList();
            refs.forEach(anns::awaitAnswer);
            sent += 40;
        }

        slow.startReading();

        assertThat(slow.awaitClose()).isEqualTo(4409);
        assertThat(fast.awaitVersions(channel, sent)).hasSize(sent).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aClientThatAnswersPingsStaysAndOneThatDoesNotIsClosedWith4408() {
        TestClient silent = world.open(node, ann, false);
        TestClient alive = world.connect(node, bob);
        Instant start = Instant.now();
        await().atMost(TestClient.PATIENCE).until(() -> Duration.between(start, Instant.now()).toSeconds() >= 4
                && node.bean(Sockets.class).all().stream().noneMatch(socket -> socket.userId() == ann.userId()
                        && !socket.isClosing()));

        silent.startReading();

        assertThat(silent.awaitClose()).isEqualTo(4408);
        assertThat(alive.isClosed()).isFalse();
    }

    @Test
    void aFrameThatIsNoJsonIsClosedWith4400() {
        for (String frame : List.of("nonsense", "\"text\"", "[1]", "{\"type\":\"send\"", "")) {
            TestClient client = world.connect(node, ann);
            client.raw(frame);
            assertThat(client.awaitClose()).as(frame).isEqualTo(4400);
        }
    }

    @Test
    void aFrameThatIsTooLargeIsClosedWith4400() {
        TestClient client = world.connect(node, ann);
        String piece = "x".repeat(50_000);

        client.rawInPieces(List.of(piece, piece, piece));

        assertThat(client.awaitClose()).isEqualTo(4400);
    }

    @Test
    void anOperationThatIsNotUnderstoodGetsAnErrorAndTheSocketLives() {
        TestClient client = world.connect(node, ann);

        client.raw("{\"ref\":\"a\"}");
        client.raw("[{\"ref\":\"b\",\"type\":\"dance\"},{\"ref\":\"c\",\"type\":\"send\",\"channelId\":1}]");
        client.raw("{\"ref\":\"d\",\"type\":\"resume\",\"channels\":{\"x\":-1}}");

        for (String ref : List.of("a", "b", "c", "d")) {
            var error = client.awaitAnswer(ref);
            assertThat(error.get("type").stringValue()).isEqualTo("error");
            assertThat(error.get("code").stringValue()).isEqualTo("invalid-frame");
            assertThat(error.get("retryable").booleanValue()).isFalse();
        }
    }

    @Test
    void textsThatAreTooLongOrNoTextAreRefusedAndTheLargestIsNot() {
        String channel = world.channel(node, ann, bob);
        TestClient client = world.connect(node, ann);

        assertThat(code(client, client.send(channel, "m1", "é".repeat(8 * 1024) + "x"))).isEqualTo("message-too-large");
        assertThat(code(client, client.send(channel, "m2", ""))).isEqualTo("invalid-message");
        assertThat(code(client, client.sendAnyway(channel, "no spaces", "text"))).isEqualTo("invalid-message");
        client.raw("{\"type\":\"send\",\"ref\":\"half\",\"channelId\":\"" + channel
                + "\",\"clientMessageId\":\"m3\",\"text\":\"\\ud83d\"}");
        assertThat(code(client, "half")).isEqualTo("invalid-message");
        assertThat(client.sendAcked(channel, "m4", "é".repeat(8 * 1024))).isEqualTo(1);
    }

    private static String code(TestClient client, String ref) {
        return client.awaitAnswer(ref).path("code").stringValue("");
    }

    @Test
    void tooManyOperationsAreRefusedAndFarTooManyAreClosedWith4429() {
        TestClient client = world.connect(node, ann);
        String frame = "[" + "{\"type\":\"dance\",\"ref\":\"x\"},".repeat(60)
                + "{\"type\":\"dance\",\"ref\":\"last\"}]";

        client.raw(frame);
        assertThat(code(client, "last")).isEqualTo("rate-limited");
        client.raw(frame);

        assertThat(client.awaitClose()).isEqualTo(4429);
    }

    @Test
    void withoutAValidTokenThereIsNoSocket() {
        for (String token : List.of(world.issuer.expiredToken(ann.userId()),
                world.issuer.tokenSignedWithForeignKey(ann.userId()), "nonsense")) {
            var refusal = catchThrowableOfType(CompletionException.class,
                    () -> TestClient.open(node.port(), token, true));
            assertThat(refusal.getCause()).isInstanceOfSatisfying(WebSocketHandshakeException.class,
                    handshake -> assertThat(handshake.getResponse().statusCode()).isEqualTo(401));
        }
    }

    @Test
    void plainHttpIsToldToUpgrade() {
        var answer = world.call(HttpRequest.newBuilder(node.uri("/api/chat/ws"))
                .header("Authorization", "Bearer " + ann.token()));

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.body().get("code").stringValue()).isEqualTo("upgrade-required");
    }

    @Test
    void aNodeThatStopsTellsItsClientsToReconnect() {
        TestNode stopping = world.node(Map.of());
        TestClient client = world.connect(stopping, ann);

        world.stop(stopping);

        assertThat(client.awaitClose()).isEqualTo(4503);
    }

    @Test
    void withoutRedisASocketDoesNotOutliveItsTokenByMuch() {
        TestNode strict = world.node(Map.of("parley.chat.sockets.token-grace", "1s"));
        String token = world.issuer.changed(ann.userId(),
                jwt -> jwt.expiration(Date.from(Instant.now().plusSeconds(3))));
        TestClient expiring = world.open(strict,
                new Person(ann.userId(), ann.id(), UUID.randomUUID().toString(), token), true);
        TestClient lasting = world.connect(strict, bob);

        world.parts.redis().stop();
        try {
            assertThat(expiring.awaitClose()).isEqualTo(4401);
            assertThat(lasting.isClosed()).isFalse();
        } finally {
            world.parts.redis().start();
        }
    }
}
