package dev.parley.file.processing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.blob.BlobStore;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.fixture.FakeHashWorker;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** All kinds of messages come twice, late, and in any order, and with wrong ones among them; what becomes of the files is always the same. */
class MessageOrderTest extends FileServiceTest {

    private static final Logger log = LoggerFactory.getLogger(MessageOrderTest.class);

    @Autowired
    private StagingArea staging;
    @Autowired
    private BlobStore blobs;

    /** A file and what must become of it. */
    private record Expected(FileClient owner, String file, byte[] content, String status) {}

    private final long leaver = Ids.next();
    private final List<Expected> files = new ArrayList<>();
    private final List<Long> leaversContents = new ArrayList<>();
    private final Map<String, Message> requests = new HashMap<>();

    @Test
    void whateverOrderMessagesComeInFilesEndAlike() throws IOException {
        long seed = System.nanoTime();
        log.info("the order of the messages is that of the seed {}", seed);
        Random random = new Random(seed);
        hashWorker.holdAnswers();
        upload();

        List<Runnable> messages = messages();
        Collections.shuffle(messages, random);
        messages.forEach(Runnable::run);
        awaitTheEnd();
        List<String> state = state();

        Collections.shuffle(messages, random);
        messages.forEach(Runnable::run); // all of them come again, now that there is nothing to do
        settle();
        awaitEmptyOutbox();
        awaitTheEnd();

        assertThat(state()).isEqualTo(state);
    }

    private void upload() {
        FileClient carol = person(leaver);
        byte[] shared = randomBytes(30_001);
        byte[] large = randomBytes(11_000_000);
        for (FileClient owner : List.of(alice, bob, alice)) {
            add(owner, shared, "available", Map.of());
        }
        for (int i = 0; i < 3; i++) {
            add(bob, randomBytes(40_000 + i), "available", Map.of());
        }
        add(alice, large, "available", Map.of());
        add(alice, randomBytes(50_000), "rejected", Map.of("sha256", "ab".repeat(32)));
        for (byte[] content : List.of(shared, randomBytes(60_000), randomBytes(6_000_000))) {
            String file = carol.upload("leaving.bin", content);
            leaversContents.add(contentOf(file));
        }
        files.forEach(each -> await().until(() -> requests().containsKey(Ids.format(contentOf(each.file())))));
        leaversContents.forEach(content -> await().until(() -> requests().containsKey(Ids.format(content))));
    }

    private void add(FileClient owner, byte[] content, String status, Map<String, String> metadata) {
        Map<String, String> all = new HashMap<>(metadata);
        all.put("filename", "file-" + files.size());
        files.add(new Expected(owner, owner.upload(all, content), content, status));
    }

    private Map<String, Message> requests() {
        hashWorker.requests().forEach(
                request -> requests.put(request.getMessageProperties().getCorrelationId(), request));
        return requests;
    }

    private List<Runnable> messages() {
        List<Runnable> messages = new ArrayList<>();
        for (Expected each : files) {
            addMessages(messages, contentOf(each.file()), each.content());
        }
        for (long content : leaversContents) {
            addMessages(messages, content, null);
        }
        messages.add(() -> announceDeletion(leaver));
        messages.add(() -> announceDeletion(leaver));
        return messages;
    }

    private void addMessages(List<Runnable> messages, long contentId,
            byte @Nullable [] content) {
        String id = Ids.format(contentId);
        Message request = Optional.ofNullable(requests().get(id)).orElseThrow();
        Map<String, Object> answer = content == null ? hashWorker.answerTo(request) : FakeHashWorker.answerFor(content);
        for (int i = 0; i < 2; i++) {
            messages.add(() -> hashWorker.send(request, answer));
            messages.add(() -> requestStorage(id));
        }
        messages.add(() -> hashWorker.send(request, Map.of("error", Map.of("code", "test", "detail", "failed"))));
        messages.add(() -> hashWorker.send(request,
                Map.of("size", 7, "digests", Map.of("sha-256", "00".repeat(32)))));
        messages.add(() -> hashWorker.send(request, Map.of("size", 7, "digests", Map.of("md5", "00"))));
    }

    private void requestStorage(String contentId) {
        MessageProperties properties = new MessageProperties();
        properties.setCorrelationId(contentId);
        publisher.publish("file.storage", ("{\"contentId\":\"" + contentId + "\"}").getBytes(UTF_8), properties);
    }

    private void awaitTheEnd() throws IOException {
        for (Expected each : files) {
            awaitStatus(each.owner(), each.file(), each.status());
            if (each.status().equals("available")) {
                await().until(() -> placeOf(each.file()), "stored"::equals);
                assertThat(each.owner().file(each.file()).at("/sha256").asString()).isEqualTo(sha256(each.content()));
                assertThat(each.owner().content(each.file()).body()).isEqualTo(each.content());
            }
            await().until(() -> staging.size(each.file()).isEmpty());
        }
        assertThat(files.subList(0, 3).stream().map(each -> contentOf(each.file())).distinct()).hasSize(1);
        await().until(() -> count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", leaver) == 0);
        for (long content : leaversContents) {
            boolean inherited = files.stream().filter(each -> each.status().equals("available"))
                    .anyMatch(each -> contentOf(each.file()) == content);
            if (!inherited) {
                await().until(() -> count("SELECT COUNT(*) FROM unique_files WHERE id = ?", content) == 0);
                await().until(() -> blobs.open(UniqueFile.blobKeyOf(content)).isEmpty());
            }
            await().until(() -> count("SELECT COUNT(*) FROM storage_puts WHERE unique_file_id = ?", content) == 0);
        }
    }

    private List<String> state() {
        return jdbc
                .sql("""
                    SELECT f.id, f.status, f.status_reason, f.unique_file_id, HEX(u.sha256) sha256, u.place, u.place_key, u.status content,
                           (SELECT GROUP_CONCAT(algorithm, HEX(digest) ORDER BY algorithm) FROM content_digests d
                            WHERE d.unique_file_id = u.id) digests
                    FROM user_files f LEFT JOIN unique_files u ON u.id = f.unique_file_id WHERE f.id IN (:ids) ORDER BY f.id
                    """)
                .param("ids", files.stream().map(each -> Ids.parse(each.file()).orElseThrow()).toList())
                .query().listOfRows().stream().map(Object::toString).toList();
    }

    /** Waits until all that was sent so far has been worked on: what is sent now comes after it. */
    private void settle() {
        hashWorker.answerAgain();
        FileClient dave = person();
        String file = availableFile(dave, "settled.bin", randomBytes(64));
        await().until(() -> placeOf(file), "stored"::equals);
    }
}
