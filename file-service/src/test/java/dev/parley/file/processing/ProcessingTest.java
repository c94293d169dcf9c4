package dev.parley.file.processing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.blob.BlobStore;
import dev.parley.file.blob.UnfinishedPut;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.fixture.FakeHashWorker;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;

/** From the last byte to the blob store, with everything on the way going wrong. */
class ProcessingTest extends FileServiceTest {

    @Autowired
    private StagingArea staging;
    @Autowired
    private RabbitTemplate rabbit;
    @Autowired
    private RabbitListenerEndpointRegistry listeners;
    @Autowired
    private MeterRegistry meters;
    @Autowired
    private BlobStore blobs;
    private final JsonMapper json = new JsonMapper();

    @Test
    void anUploadBecomesAFileThatIsProcessedThenAvailableThenStored() {
        hashWorker.holdAnswers();
        byte[] content = randomBytes(10_000_000);

        String file = alice.upload("film.bin", content);

        assertThat(alice.status(file)).isEqualTo("processing");
        assertThat(alice.content(file).body()).as("readable while it is processed").isEqualTo(content);
        hashWorker.answer(requestFor(content));
        awaitStatus(alice, file, "available");
        assertThat(alice.file(file).at("/sha256").asString()).isEqualTo(sha256(content));
        awaitStored(file);
        assertThat(alice.content(file).body()).as("readable from the blob store").isEqualTo(content);
        await().until(() -> staging.size(file).isEmpty());
    }

    @Test
    void theDigestsOfAFileAreTold() {
        hashWorker.holdAnswers();
        byte[] content = randomBytes(1_234);
        String file = alice.upload("digested.bin", content);
        assertThat(FileClient.json(alice.get("/api/files/drive/" + file + "/digests")).at("/digests")).isEmpty();

        hashWorker.answer(requestFor(content));
        awaitStatus(alice, file, "available");

        JsonNode digests = FileClient.json(alice.get("/api/files/drive/" + file + "/digests")).at("/digests");
        assertThat(digests.valueStream().map(each -> each.at("/algorithm").asString()))
                .contains("crc32", "md5", "sha-1", "sha-256");
        assertThat(digests.valueStream().filter(each -> each.at("/algorithm").asString().equals("sha-256"))
                .map(each -> each.at("/hex").asString())).containsExactly(sha256(content));
        assertThat(bob.get("/api/files/drive/" + file + "/digests").statusCode()).isEqualTo(404);
    }

    @Test
    void hashServiceIsAskedForAllDigestsByDefault() {
        byte[] content = randomBytes(1_235);
        alice.upload("asked.bin", content);

        assertThat(json.readTree(requestFor(content).getBody()).at("/algorithms").valueStream()
                .map(JsonNode::asString)).containsExactly("sha-256", "sha-1", "md5", "crc32");
    }

    @Test
    void messagesAreAsTheDocumentHasThem() {
        hashWorker.holdAnswers();
        byte[] content = randomBytes(1_236);
        alice.upload("documented.bin", content);

        assertThat(MESSAGES.violations("hashRequest", json.readTree(requestFor(content).getBody()))).isEmpty();
        assertThat(MESSAGES.violations("hashAnswer", json.valueToTree(FakeHashWorker.answerFor(content)))).isEmpty();
        assertThat(MESSAGES.violations("storageRequest",
                json.valueToTree(Map.of("contentId", Ids.format(Ids.next()))))).isEmpty();
    }

    @Test
    void aLargeContentIsStoredInSteps() {
        byte[] content = randomBytes(17_000_000);
        double before = deliveriesOfStorage();

        String file = availableFile(alice, "large.bin", content);

        awaitStored(file);
        assertThat(deliveriesOfStorage() - before).isGreaterThanOrEqualTo(3);
        assertThat(alice.content(file).body()).isEqualTo(content);
        await().until(() -> count("SELECT COUNT(*) FROM storage_puts WHERE unique_file_id = ?", contentOf(file)) == 0);
        await().until(() -> staging.size(file).isEmpty());
    }

    /** Messages that wait at a consumer while it works long are in its hand, as the broker sees it. */
    @Test
    void whoWorksLongHasOneMessageInHand() {
        List<String> oneInHand = listeners.getListenerContainers().stream()
                .map(container -> (SimpleMessageListenerContainer) container)
                .filter(container -> Integer.valueOf(1)
                        .equals(ReflectionTestUtils.invokeMethod(container, "getPrefetchCount")))
                .flatMap(container -> Stream.of(container.getQueueNames())).toList();

        assertThat(oneInHand).contains("file.storage", "file.user-deletions");
    }

    @Test
    void aPutThatTheStoreLostBeginsAnew() throws Exception {
        byte[] content = randomBytes(6_000_012);
        hashWorker.holdAnswers();
        String file = alice.upload("lost.bin", content);
        jdbc.sql("INSERT INTO storage_puts VALUES (:content, '5242880:lost', 5242880, NOW(6))")
                .param("content", contentOf(file)).update();

        hashWorker.answer(requestFor(content));

        awaitStored(file);
        assertThat(alice.content(file).body()).isEqualTo(content);
    }

    @Test
    void aContentThatIsRemovedBetweenTwoStepsLeavesNothing() throws Exception {
        long leaver = Ids.next();
        byte[] content = randomBytes(6_000_013);
        hashWorker.holdAnswers();
        long contentId = contentOf(person(leaver).upload("leaving.bin", content));
        UnfinishedPut begun = blobs.begin(UniqueFile.blobKeyOf(contentId));
        jdbc.sql("INSERT INTO storage_puts VALUES (:content, :put, 0, NOW(6))").param("content", contentId)
                .param("put", begun.id()).update();
        announceDeletion(leaver);
        await().until(() -> count("SELECT COUNT(*) FROM unique_files WHERE id = ?", contentId) == 0);
        MessageProperties properties = new MessageProperties();
        properties.setCorrelationId(Ids.format(contentId));

        publisher.publish("file.storage", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), properties);

        await().until(() -> count("SELECT COUNT(*) FROM storage_puts WHERE unique_file_id = ?", contentId) == 0);
        assertThat(blobs.unfinished(Instant.now().plusSeconds(3600), 1000))
                .noneMatch(put -> put.key().equals(begun.key()));
    }

    private double deliveriesOfStorage() {
        return meters.counter("parley.file.work", "queue", "file.storage", "outcome", "done").count();
    }

    @Test
    void answersThatComeTwiceOrLateChangeNothing() {
        hashWorker.holdAnswers();
        byte[] content = randomBytes(20_001);
        String file = alice.upload("twice.bin", content);
        Message request = requestFor(content);
        Map<String, Object> error = Map.of("error", Map.of("code", "late", "detail", "an answer that was overtaken"));

        hashWorker.answer(request);
        hashWorker.answer(request);
        hashWorker.send(request, error);
        awaitStored(file);
        hashWorker.answer(request);
        hashWorker.send(request, error);
        hashWorker.send(request, Map.of("size", content.length, "digests", Map.of("sha-256", "00".repeat(32))));
        settle();

        assertThat(alice.file(file).at("/sha256").asString()).isEqualTo(sha256(content));
        assertThat(alice.status(file)).isEqualTo("available");
        assertThat(placeOf(file)).isEqualTo("stored");
    }

    @Test
    void storageRequestsThatComeTwiceChangeNothing() {
        byte[] content = randomBytes(20_002);
        String file = availableFile(alice, "stored-twice.bin", content);
        awaitStored(file);
        String contentId = Ids.format(contentOf(file));
        MessageProperties properties = new MessageProperties();
        properties.setCorrelationId(contentId);

        publisher.publish("file.storage", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), properties);
        settle();

        assertThat(alice.content(file).body()).isEqualTo(content);
    }

    @Test
    void theSameContentAgainIsOneUniqueFile() {
        byte[] content = randomBytes(30_003);
        String first = availableFile(alice, "one.bin", content);

        String second = availableFile(bob, "two.bin", content);

        assertThat(contentOf(second)).isEqualTo(contentOf(first));
        assertThat(bob.content(second).body()).isEqualTo(content);
        await().until(() -> staging.size(second).isEmpty());
    }

    @Test
    void theSameContentFromManyAtOnceIsOneUniqueFile() throws Exception {
        byte[] content = randomBytes(30_004);
        hashWorker.holdAnswers();
        List<String> files = List.of(alice.upload("a", content), bob.upload("b", content), alice.upload("c", content),
                bob.upload("d", content));
        await().until(() -> hashWorker.requestsOfSize(content.length).size() == files.size());

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> sent : hashWorker.requestsOfSize(content.length).stream()
                    .map(request -> threads.submit(() -> hashWorker.answer(request))).toList()) {
                sent.get();
            }
        }

        for (int i = 0; i < files.size(); i++) {
            awaitStatus(i % 2 == 0 ? alice : bob, files.get(i), "available");
        }
        assertThat(files.stream().map(this::contentOf).distinct()).hasSize(1);
        assertThat(bob.content(files.get(3)).body()).isEqualTo(content);
    }

    @Test
    void aContentThatIsWhatItsSenderDeclaredIsAvailable() {
        byte[] content = randomBytes(1_005);

        String file = alice.upload(Map.of("filename", "declared.bin", "sha256", sha256(content)), content);

        awaitStatus(alice, file, "available");
    }

    @Test
    void aContentThatIsNotWhatItsSenderDeclaredIsRejectedWithTheReason() {
        byte[] content = randomBytes(1_006);

        String file = alice.upload(Map.of("filename", "wrong.bin", "sha256", "ab".repeat(32)), content);

        awaitStatus(alice, file, "rejected");
        assertThat(alice.file(file).at("/statusReason").asString()).contains(sha256(content));
        assertThat(alice.content(file).statusCode()).isEqualTo(409);
        await().until(() -> staging.size(file).isEmpty());
    }

    @Test
    void aFailedComputationIsAskedForAgain() {
        byte[] content = randomBytes(1_007);
        hashWorker.failNext(2);

        String file = alice.upload("retried.bin", content);

        awaitStatus(alice, file, "available");
        assertThat(hashWorker.requestsOfSize(content.length)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void answersOverTheWrongNumberOfBytesAreParkedWithTheReason() {
        hashWorker.holdAnswers();
        byte[] content = randomBytes(1_008);
        String file = alice.upload("short.bin", content);
        drainParked();

        hashWorker.send(requestFor(content), Map.of("size", 7, "digests", Map.of("sha-256", "00".repeat(32))));

        Message parked = parked();
        assertThat(parked.getMessageProperties().<String>getHeader(QueueWork.REASON_HEADER)).contains("7 of 1008");
        assertThat(alice.status(file)).isEqualTo("processing");
    }

    @Test
    void messagesThatNobodyCanReadAreParkedAndWorkGoesOn() {
        drainParked();
        MessageProperties properties = new MessageProperties();
        properties.setCorrelationId(Ids.format(Ids.next()));

        publisher.publish("file.digests", "no json".getBytes(java.nio.charset.StandardCharsets.UTF_8), properties);

        assertThat(new String(parked().getBody(), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("no json");
        availableFile(alice, "after.bin", randomBytes(1_009));
    }

    @Test
    void withTheBrokerAwayUploadsFinishAndGoOnWhenItIsBack() {
        byte[] content = randomBytes(40_010);
        EmbeddedPartsSet.shared().broker().stop();
        String file;
        try {
            file = alice.upload("brokerless.bin", content);
            assertThat(alice.status(file)).isEqualTo("processing");
            assertThat(alice.content(file).body()).isEqualTo(content);
        } finally {
            EmbeddedPartsSet.shared().broker().start();
        }

        awaitStatus(alice, file, "available");
        awaitStored(file);
        awaitEmptyOutbox();
    }

    @Test
    void withTheBlobStoreAwayFilesAreAvailableAndDrainWhenItIsBack() {
        byte[] content = randomBytes(6_000_011);
        s3.stop();
        String file;
        try {
            file = availableFile(alice, "storeless.bin", content);
            assertThat(alice.content(file).body()).isEqualTo(content);
            settle();
            assertThat(placeOf(file)).isEqualTo("staged");
        } finally {
            s3.start();
        }

        awaitStored(file);
        assertThat(alice.content(file).body()).isEqualTo(content);
    }

    private Message requestFor(byte[] content) {
        await().until(() -> !hashWorker.requestsOfSize(content.length).isEmpty());
        return hashWorker.requestsOfSize(content.length).getFirst();
    }

    private void awaitStored(String file) {
        await().until(() -> placeOf(file), "stored"::equals);
    }

    /** Waits until all that was sent so far has been worked on: what is sent now comes after it. */
    private void settle() {
        hashWorker.answerAgain();
        availableFile(person(), "settled.bin", randomBytes(64));
    }

    private Message parked() {
        return await().until(() -> rabbit.receive("file.digests.parking"), java.util.Objects::nonNull);
    }

    private void drainParked() {
        while (rabbit.receive("file.digests.parking") != null) {
            // what another test has left there
        }
    }
}
