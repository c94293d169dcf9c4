package dev.parley.hash.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.testkit.AsyncMessages;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.EmbeddedPartsSet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The worker over a real broker and a real HTTP server. */
@EmbeddedParts
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
    "parley.hash.worker.max-attempts=3",
    "parley.hash.worker.first-backoff=50ms",
    "parley.hash.worker.max-backoff=100ms",
    "parley.hash.worker.stall-timeout=500ms"
})
class HashWorkerTest {

    private static final ContentServer contents = start();
    private static final JsonMapper json = new JsonMapper();
    private static final AsyncMessages document = AsyncMessages.onClassPath("static/api/hash/asyncapi.yaml");
    private static final long PATIENCE = 60_000;
    private static final String CHECK_SHA_256 = "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225";
    private static final byte[] CHECK = "123456789".getBytes(UTF_8);

    private final String path = "/internal/contents/" + UUID.randomUUID() + "?expires=1&signature=ab";
    private final String replies = "test-" + UUID.randomUUID() + ".digests";
    private final RabbitTemplate rabbit;
    private final AmqpAdmin admin;

    HashWorkerTest(@Autowired RabbitTemplate rabbit, @Autowired AmqpAdmin admin) {
        this.rabbit = rabbit;
        this.admin = admin;
    }

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry registry) {
        registry.add("spring.rabbitmq.addresses", () -> EmbeddedPartsSet.shared().amqpUrl());
        registry.add("spring.cloud.discovery.client.simple.instances.file-service[0].uri", contents::url);
    }

    @BeforeEach
    void declareReplies() {
        admin.declareQueue(new Queue(replies, true));
        admin.purgeQueue(HashQueues.PARKING);
    }

    @Test
    void aRequestIsAnsweredWithTheDigestsOfTheContent() {
        contents.serve(path, CHECK);
        send(request(9, "sha-256", "crc32c"));
        Message answer = reply();
        assertThat(answer.getMessageProperties().getCorrelationId()).isEqualTo("file-1");
        JsonNode body = json.readTree(answer.getBody());
        assertThat(body.at("/size").asLong()).isEqualTo(9);
        assertThat(body.at("/digests/sha-256").asString()).isEqualTo(CHECK_SHA_256);
        assertThat(body.at("/digests/crc32c").asString()).isEqualTo("e3069283");
        assertThat(body.has("error")).isFalse();
    }

    @Test
    void theDocumentHasTheQueuesAndTheRequest() {
        assertThat(document.addresses()).containsExactlyInAnyOrder(HashQueues.REQUESTS, HashQueues.RETRIES,
                HashQueues.PARKING, "{replyTo}");
        assertThat(document.violations("request", json.readTree(request(9, "sha-256", "crc64")))).isEmpty();
        assertThat(document.violations("request", json.readTree(request(9, "sha-3")))).isNotEmpty();
    }

    @Test
    void aContentOfUnannouncedLengthIsReadToItsEnd() {
        byte[] large = new byte[3_000_000];
        new Random(3).nextBytes(large);
        contents.serveChunked(path, large);
        send(request(large.length, "md5"));
        assertThat(json.readTree(reply().getBody()).at("/size").asLong()).isEqualTo(large.length);
    }

    @Test
    void theSameRequestTwiceGetsTheSameAnswerTwice() {
        contents.serve(path, CHECK);
        send(request(9, "sha-256"));
        send(request(9, "sha-256"));
        assertThat(reply().getBody()).isEqualTo(reply().getBody());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 408})
    void aPassingFailureIsTriedAgain(int status) {
        contents.failFirst(path, 2, exchange -> exchange.sendResponseHeaders(status, -1), CHECK);
        send(request(9, "sha-256"));
        assertThat(json.readTree(reply().getBody()).at("/digests/sha-256").asString()).isEqualTo(CHECK_SHA_256);
        assertThat(contents.timesAsked(path)).isEqualTo(3);
    }

    @Test
    void aContentThatBreaksOffIsReadAgain() {
        contents.failFirst(path, 1, ContentServer.breakingOff(CHECK), CHECK);
        send(request(9, "sha-256"));
        assertThat(json.readTree(reply().getBody()).at("/digests/sha-256").asString()).isEqualTo(CHECK_SHA_256);
    }

    @Test
    void aContentHostThatFallsSilentIsGivenUpAndAskedAgain() {
        contents.failFirst(path, 1, ContentServer.stalling(CHECK), CHECK);
        send(request(9, "sha-256"));
        assertThat(json.readTree(reply().getBody()).at("/digests/sha-256").asString()).isEqualTo(CHECK_SHA_256);
    }

    @Test
    void aRequestThatFailsTooOftenIsParkedWithTheReason() {
        contents.serveStatus(path, 503);
        send(request(9, "sha-256"));
        Message parked = parked();
        assertThat(contents.timesAsked(path)).isEqualTo(3);
        assertThat(parked.getMessageProperties().getReplyTo()).isEqualTo(replies);
        assertThat(parked.getMessageProperties().getHeaders().get(HashQueues.REASON_HEADER)).asString().contains("503");
        assertThat(rabbit.receive(replies)).isNull();
    }

    @Test
    void aParkedRequestThatIsMovedBackStartsAfresh() {
        contents.failFirst(path, 4, exchange -> exchange.sendResponseHeaders(503, -1), CHECK);
        send(request(9, "sha-256"));
        Message parked = parked();
        rabbit.send("", HashQueues.REQUESTS, parked);
        assertThat(json.readTree(reply().getBody()).at("/digests/sha-256").asString()).isEqualTo(CHECK_SHA_256);
    }

    @ParameterizedTest
    @CsvSource({"404, content-not-found", "410, content-not-found", "403, content-refused", "301, content-refused"})
    void aContentThatIsNotGivenIsAnsweredWithAnError(int status, String code) {
        contents.serveStatus(path, status);
        send(request(9, "sha-256"));
        assertThat(errorCode()).isEqualTo(code);
        assertThat(contents.timesAsked(path)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 10, 0})
    void aContentOfAnotherSizeIsAnsweredWithAnError(long declared) {
        contents.serve(path, CHECK);
        send(request(declared, "sha-256"));
        assertThat(errorCode()).isEqualTo("size-mismatch");
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 10})
    void aContentOfAnotherSizeIsNoticedWithoutAnAnnouncedLengthToo(long declared) {
        contents.serveChunked(path, CHECK);
        send(request(declared, "sha-256"));
        assertThat(errorCode()).isEqualTo("size-mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:22/x", "http://auth-service/internal/session", "https://file-service/x",
        "file:///etc/passwd", "http://user@file-service/x", "http://file-service:22/x", "/internal/contents/1"})
    void nothingIsFetchedFromElsewhere(String url) {
        send("""
            {"contentUrl": "%s", "algorithms": ["md5"], "size": 1}""".formatted(url));
        assertThat(errorCode()).isEqualTo("content-url-refused");
    }

    @Test
    void anUnknownAlgorithmIsAnsweredWithAnError() {
        send(request(9, "sha-256", "sha-3"));
        assertThat(errorCode()).isEqualTo("unknown-algorithm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "42", "{}", "{\"contentUrl\":\"http://file-service/x\",\"size\":1}",
        "{\"contentUrl\":\"http://file-service/x\",\"algorithms\":[],\"size\":1}",
        "{\"contentUrl\":\"http://file-service/x\",\"algorithms\":[null],\"size\":1}",
        "{\"contentUrl\":\"http://file-service/x\",\"algorithms\":[\"md5\"]}",
        "{\"contentUrl\":\"http://file-service/x\",\"algorithms\":[\"md5\"],\"size\":-1}",
        "{\"contentUrl\":\"not a url\",\"algorithms\":[\"md5\"],\"size\":1}"})
    void aMalformedMessageIsParked(String body) {
        send(body);
        assertThat(new String(parked().getBody(), UTF_8)).isEqualTo(body);
    }

    @Test
    void aRequestWithoutAReplyQueueIsParked() {
        rabbit.send("", HashQueues.REQUESTS, new Message(request(9, "md5").getBytes(UTF_8), new MessageProperties()));
        assertThat(parked().getMessageProperties().getHeaders()).containsKey(HashQueues.REASON_HEADER);
    }

    @Test
    void anAnswerGoesToNoQueueButThoseForDigests() {
        contents.serve(path, CHECK);
        MessageProperties properties = new MessageProperties();
        properties.setReplyTo("chat.messages.0");
        rabbit.send("", HashQueues.REQUESTS, new Message(request(9, "md5").getBytes(UTF_8), properties));
        assertThat(parked().getMessageProperties().getReplyTo()).isEqualTo("chat.messages.0");
        assertThat(contents.timesAsked(path)).isZero();
    }

    @Test
    void anAnswerThatNobodyTakesIsTriedAgainAndThenParked() {
        contents.serve(path, CHECK);
        admin.deleteQueue(replies);
        send(request(9, "sha-256"));
        assertThat(parked().getMessageProperties().getReplyTo()).isEqualTo(replies);
        assertThat(contents.timesAsked(path)).isEqualTo(3);
    }

    @Test
    void aMessageThatCannotEvenBeParkedIsNotLost() {
        admin.deleteQueue(HashQueues.PARKING);
        send("not a request");
        // Long enough for several tries.
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        admin.declareQueue(new Queue(HashQueues.PARKING, true));
        assertThat(new String(parked().getBody(), UTF_8)).isEqualTo("not a request");
    }

    private String request(long size, String... algorithms) {
        Map<String, Object> request = Map.of("contentUrl", "http://file-service" + path, "algorithms", algorithms,
                "size",
                size);
        return json.writeValueAsString(request);
    }

    private void send(String body) {
        MessageProperties properties = new MessageProperties();
        properties.setReplyTo(replies);
        properties.setCorrelationId("file-1");
        rabbit.send("", HashQueues.REQUESTS, new Message(body.getBytes(UTF_8), properties));
    }

    /** Every answer that a test gets is as the document says. */
    private Message reply() {
        Message reply = received(replies);
        assertThat(document.violations("answer", json.readTree(reply.getBody()))).isEmpty();
        return reply;
    }

    private Message parked() {
        return received(HashQueues.PARKING);
    }

    private String errorCode() {
        return json.readTree(reply().getBody()).at("/error/code").asString();
    }

    private Message received(String queue) {
        Message message = rabbit.receive(queue, PATIENCE);
        if (message == null) {
            throw new AssertionError("nothing came to " + queue);
        }
        return message;
    }

    private static ContentServer start() {
        try {
            return new ContentServer();
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }
}
