package dev.parley.file.drive;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import dev.parley.file.account.AccountRemoval;
import dev.parley.file.content.StoredBytesReleased;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** A content goes with its last file, while others are about to have the same one. */
class UnreferencedContentsTest extends FileServiceTest {

    private static final int ROUNDS = 12;
    private static final String INSTANT = "/api/files/instant-uploads";

    @Autowired
    private AccountRemoval removal;
    @Autowired
    private UniqueFiles contents;
    @Autowired
    private UserFiles files;
    @Autowired
    private RabbitTemplate rabbit;
    @Autowired
    private ApplicationEventPublisher events;
    @Autowired
    private PlatformTransactionManager transactions;

    /** A file that must survive, and its bytes. */
    private record Survivor(FileClient owner, String file, byte[] content) {}

    private final List<Survivor> survivors = new ArrayList<>();

    @BeforeEach
    void emptyParkingQueues() {
        for (String queue : List.of("file.digests.parking", "file.storage.parking")) {
            while (rabbit.receive(queue) != null) {
                // what another test has left there
            }
        }
    }

    @Test
    void aContentThatIsUploadedAgainWhileItIsRemovedCanBeRead() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = randomBytes(2_000 + round);
            long leaving = lastOwnerOf(content, round % 2 == 0);
            FileClient uploader = person();
            List<String> uploaded = atOnce(List.of(() -> uploader.upload("again.bin", content), () -> leave(leaving)));
            survivors.add(new Survivor(uploader, uploaded.getFirst(), content));
        }
        assertSurvivorsCanBeRead();
    }

    @Test
    void aRemovalOfBytesThatComesLateDoesNotTouchTheSameContentUploadedAgain() {
        byte[] content = randomBytes(1_999);
        long leaving = Ids.next();
        String first = availableFile(person(leaving), "first.bin", content);
        await().until(() -> placeOf(first), "stored"::equals);
        StoredBytesReleased removalOfFirst = new StoredBytesReleased(
                jdbc.sql("SELECT place_key FROM unique_files WHERE id = :id").param("id", contentOf(first))
                        .query(String.class).single());
        removal.remove(leaving, Instant.now());
        String again = availableFile(alice, "again.bin", content);
        await().until(() -> placeOf(again), "stored"::equals);

        new TransactionTemplate(transactions).executeWithoutResult(tx -> events.publishEvent(removalOfFirst));

        awaitEmptyOutbox();
        assertThat(alice.content(again).body()).isEqualTo(content);
    }

    @Test
    void aContentStaysWhoseNextReferenceIsNotCommittedYet() throws Exception {
        byte[] content = randomBytes(1_998);
        long leaving = lastOwnerOf(content, true);
        long contentId = jdbc.sql("SELECT unique_file_id FROM user_files WHERE owner_id = :owner")
                .param("owner", leaving).query(Long.class).single();
        long next = Ids.next();
        NewUserFile file = new NewUserFile(Ids.next(), next, Folders.ROOT,
                new FileDescription("next.bin", "text/plain", null),
                content.length, contentId, FileStatus.AVAILABLE);
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        List<CompletableFuture<String>> removing = new ArrayList<>();

        transaction.executeWithoutResult(tx -> {
            assertThat(contents.findAndLock(contentId)).isPresent();
            files.add(file);
            removing.add(CompletableFuture.supplyAsync(() -> leave(leaving), Thread::startVirtualThread));
            // Time enough to do it wrong; when it is right, it waits for this transaction.
            assertThat(removing.getFirst()).failsWithin(Duration.ofSeconds(1));
        });
        removing.getFirst().get(60, TimeUnit.SECONDS);

        assertThat(person(next).content(Ids.format(file.id())).body()).isEqualTo(content);
    }

    @Test
    void aContentWhoseDigestIsReportedWhileItsTwinIsRemovedCanBeRead() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = randomBytes(3_000 + round);
            long leaving = lastOwnerOf(content, round % 2 == 0);
            hashWorker.holdAnswers();
            FileClient uploader = person();
            String file = uploader.upload("twin.bin", content);
            await().until(() -> hashWorker.requestsOfSize(content.length).size() == 2);
            Message request = hashWorker.requestsOfSize(content.length).getLast();
            var _ = atOnce(List.of(() -> {
                hashWorker.answer(request);
                return "";
            }, () -> leave(leaving)));
            hashWorker.answerAgain();
            survivors.add(new Survivor(uploader, file, content));
        }
        assertSurvivorsCanBeRead();
    }

    @Test
    void anInstantUploadOfAContentThatIsRemovedGetsItWholeOrNotAtAll() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = randomBytes(4_000 + round);
            long leaving = lastOwnerOf(content, round % 2 == 0);
            FileClient prover = person();
            JsonNode challenge = FileClient.json(prover.post(INSTANT,
                    Map.of("sha256", sha256(content), "size", content.length, "name", "instant.bin")));
            String path = INSTANT + "/" + challenge.at("/id").asString() + "/proof";
            Map<String, String> proof = Map.of("proof", FileClient.proof(challenge, content));
            List<String> answers = atOnce(List.of(() -> {
                HttpResponse<byte[]> answer = prover.post(path, proof);
                return answer.statusCode() == 201
                        ? FileClient.json(answer).at("/id").asString()
                        : FileClient.code(answer);
            }, () -> leave(leaving)));
            if (Ids.parse(answers.getFirst()).isPresent()) {
                survivors.add(new Survivor(prover, answers.getFirst(), content));
            } else {
                assertThat(answers.getFirst()).isEqualTo("challenge-expired");
            }
        }
        assertSurvivorsCanBeRead();
    }

    @Test
    void whenAllWhoHaveAContentLeaveAtOnceItIsRemoved() throws Exception {
        byte[] content = randomBytes(5_000);
        List<Long> owners = List.of(Ids.next(), Ids.next(), Ids.next(), Ids.next());
        owners.forEach(owner -> availableFile(person(owner), "all.bin", content));

        var _ = atOnce(owners.stream().<Callable<String>>map(owner -> () -> leave(owner)).toList());

        assertThat(jdbc.sql("SELECT COUNT(*) FROM unique_files WHERE sha256 = UNHEX(:sha256)")
                .param("sha256", sha256(content)).query(Integer.class).single()).isZero();
    }

    @Test
    void messagesForAContentThatIsGoneChangeNothing() {
        hashWorker.holdAnswers();
        byte[] content = randomBytes(5_001);
        long leaving = Ids.next();
        String file = person(leaving).upload("gone.bin", content);
        await().until(() -> hashWorker.requestsOfSize(content.length).size() == 1);
        Message request = hashWorker.requestsOfSize(content.length).getFirst();
        long contentId = contentOf(file);
        removal.remove(leaving, Instant.now());

        hashWorker.send(request, Map.of("size", 5_001, "digests", Map.of("sha-256", sha256(content))));
        hashWorker.send(request, Map.of("error", Map.of("code", "content-gone", "detail", "404")));
        MessageProperties storage = new MessageProperties();
        storage.setCorrelationId(Ids.format(contentId));
        publisher.publish("file.storage", new byte[0], storage);
        hashWorker.answerAgain();
        String next = availableFile(alice, "next.bin", randomBytes(5_002));
        await().until(() -> placeOf(next), "stored"::equals);

        assertNothingWasParked();
        assertThat(count("SELECT COUNT(*) FROM unique_files WHERE id = ?", contentId)).isZero();
    }

    @Test
    void theQueriesOfARemovalUseAnIndex() {
        assertThat(jdbc.sql("EXPLAIN " + UserFiles.LOCK_SOME).param("owner", 1).param("limit", 100)
                .query((row, n) -> row.getString("key")).single()).isEqualTo("user_files_search");
        assertThat(jdbc.sql("EXPLAIN " + UserFiles.REFER_TO).param("content", 1)
                .query((row, n) -> row.getString("key")).single()).isEqualTo("user_files_content");
    }

    /** Somebody who alone has this content, in the blob store or perhaps still on its way there. */
    private long lastOwnerOf(byte[] content, boolean stored) {
        long owner = Ids.next();
        String file = availableFile(person(owner), "first.bin", content);
        if (stored) {
            await().until(() -> placeOf(file), "stored"::equals);
        }
        return owner;
    }

    private String leave(long userId) {
        removal.remove(userId, Instant.now());
        return "";
    }

    private static List<String> atOnce(List<Callable<String>> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        List<String> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> running = works.stream().map(work -> threads.submit(() -> {
                start.await();
                return work.call();
            })).toList();
            for (Future<String> future : running) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
        }
        return results;
    }

    /** Only when all bytes have moved, and all that was to be removed is removed, is it known what survived. */
    private void assertSurvivorsCanBeRead() {
        for (Survivor survivor : survivors) {
            awaitStatus(survivor.owner(), survivor.file(), "available");
            await().until(() -> placeOf(survivor.file()), "stored"::equals);
        }
        awaitEmptyOutbox();
        for (Survivor survivor : survivors) {
            assertThat(survivor.owner().content(survivor.file()).body()).isEqualTo(survivor.content());
        }
        assertNothingWasParked();
    }

    private void assertNothingWasParked() {
        assertThat(rabbit.receive("file.digests.parking")).isNull();
        assertThat(rabbit.receive("file.storage.parking")).isNull();
    }
}
