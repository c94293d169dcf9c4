package dev.parley.file.garbage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.account.AccountRemoval;
import dev.parley.file.blob.BlobStore;
import dev.parley.file.content.Sha256;
import dev.parley.file.content.StagedBytesReleased;
import dev.parley.file.content.StoredBytesReleased;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.drive.Contention;
import dev.parley.file.drive.FileDescription;
import dev.parley.file.drive.FileStatus;
import dev.parley.file.drive.NewUserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagedFiles;
import dev.parley.file.staging.StagedKeys;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** The world of the model: contents, messages, what crashes leave, collections, and what must be true of all of it. */
abstract class GarbageModel extends FileServiceTest {

    @Autowired
    private List<GarbageSweep> sweeps;
    @Autowired
    private GarbageCursors cursors;
    @Autowired
    private UniqueFiles contents;
    @Autowired
    private UserFiles files;
    @Autowired
    private StagedFiles stagedFiles;
    @Autowired
    private List<StagedKeys> stagedKeys;
    @Autowired
    private StagingArea staging;
    @Autowired
    private BlobStore blobs;
    @Autowired
    private AccountRemoval removal;
    @Autowired
    private ApplicationEventPublisher events;
    @Autowired
    private PlatformTransactionManager transactions;
    @Autowired
    private Clock clock;
    @TempDir
    private Path folder;

    private final JsonMapper json = new JsonMapper();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Map<Integer, byte[]> pool = new ConcurrentHashMap<>();
    final List<ModelPerson.Link> links = Collections.synchronizedList(new ArrayList<>());
    final Set<String> stagingKeys = ConcurrentHashMap.newKeySet();
    private final Set<Long> peopleIds = ConcurrentHashMap.newKeySet();
    private final Set<Long> contentIds = ConcurrentHashMap.newKeySet();
    private final Set<Message> answered = Collections.newSetFromMap(new IdentityHashMap<>());
    int orphanContents;
    int orphanObjects;

    @BeforeEach
    void beginWithoutGarbage() {
        hashWorker.holdAnswers();
        collect(true);
        meters.clear();
    }

    /** Refers to a content as every feature does, lock first, on a node that pauses before its commit; false when it is not here. */
    boolean referSlowly(ModelPerson me, byte[] content, Random random) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        long file = Ids.next();
        boolean[] added = new boolean[1];
        Contention.retry(() -> added[0] = Boolean.TRUE.equals(transaction.execute(tx -> {
            Optional<UniqueFile> here = contents.find(Sha256.parse(sha256(content)).orElseThrow())
                    .flatMap(found -> contents.findAndLock(found.id()));
            here.ifPresent(locked -> {
                files.add(new NewUserFile(file, me.id, 0, new FileDescription("slow.bin", "text/plain", null),
                        locked.size(), locked.id(), FileStatus.AVAILABLE));
                pause(random.nextInt(5, 30));
            });
            return here.isPresent();
        })));
        if (added[0]) {
            me.has(Ids.format(file), content);
        }
        return added[0];
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The digests of some contents come, perhaps for the second time, and in any order. */
    void answerSome(Random random) {
        List<Message> requests = new ArrayList<>(ownRequests());
        Collections.shuffle(requests, random);
        requests.stream().limit(1 + random.nextInt(5)).forEach(this::answer);
    }

    void answerTheNew() {
        ownRequests().stream().filter(answered::add).forEach(this::answer);
    }

    void answer(Message request) {
        int size = sizeOf(request);
        hashWorker.send(request, Map.of("size", size, "digests", Map.of("sha-256", sha256(contentOf(size)))));
    }

    List<Message> ownRequests() {
        return hashWorker.requests().stream().filter(request -> pool.containsKey(sizeOf(request))).toList();
    }

    private int sizeOf(Message request) {
        return json.readTree(request.getBody()).at("/size").asInt();
    }

    /** What was delivered is delivered again, and late: requests to store, and removals of bytes that were released. */
    void deliverAgain(Random random) {
        List<Long> ids = new ArrayList<>(contentIds);
        if (ids.isEmpty()) {
            return;
        }
        long id = ids.get(random.nextInt(ids.size()));
        MessageProperties storage = new MessageProperties();
        storage.setCorrelationId(Ids.format(id));
        boolean gone = contents.find(id).isEmpty();
        if (gone || contents.find(id).filter(UniqueFile::verified).isPresent()) {
            publisher.publish("file.storage", new byte[0], storage);
        }
        if (gone) {
            new TransactionTemplate(transactions).executeWithoutResult(
                    tx -> events.publishEvent(new StoredBytesReleased(UniqueFile.blobKeyOf(id).value())));
        }
        contents.find(id).filter(content -> content.place() == UniqueFile.Place.STORED).ifPresent(
                content -> stagingKeys.stream().filter(this::isReleased).findAny().ifPresent(
                        key -> new TransactionTemplate(transactions)
                                .executeWithoutResult(tx -> events.publishEvent(new StagedBytesReleased(key)))));
    }

    private boolean isReleased(String key) {
        return count("SELECT COUNT(*) FROM unique_files WHERE place_key = ? AND place = 'staged'", key) == 0
                && count("SELECT COUNT(*) FROM uploads WHERE id = ?", Ids.parse(key).orElseThrow()) == 0;
    }

    /** What a crash between two steps leaves: a staged file without a row, a content without a file, an object without a content. */
    void crash(Random random) throws IOException {
        byte[] content = anyContent(random);
        String key = Ids.format(Ids.next());
        switch (random.nextInt(3)) {
            case 0 -> stage(key, content);
            case 1 -> {
                stage(key, content);
                contentIds.add(contents.addReceived(content.length, key, Instant.now().plus(Duration.ofHours(1))));
                orphanContents++;
            }
            default -> {
                long id = Ids.next();
                contentIds.add(id);
                blobs.put(UniqueFile.blobKeyOf(id), Files.write(folder.resolve(key), content));
                orphanObjects++;
            }
        }
    }

    void stage(String key, byte[] content) throws IOException {
        stagingKeys.add(key);
        staging.create(key);
        Files.write(staging.fileOf(key), content);
    }

    /** A collection as the job does it; between steps all staged files may count as old. */
    void collect(boolean allIsOld) {
        Clock now = allIsOld ? Clock.offset(clock, Duration.ofDays(1)) : clock;
        GarbageSettings settings = new GarbageSettings(Duration.ofMinutes(10), Duration.ZERO, 7, 100_000,
                Duration.ofMinutes(10), Duration.ofHours(6), false);
        List<GarbageSweep> aged = sweeps.stream().map(sweep -> sweep instanceof StagingSweep
                ? new StagingSweep(stagedFiles, staging, stagedKeys, jdbc, settings, now)
                : sweep).toList();
        new GarbageCollection(aged, cursors, settings, meters, clock).run();
    }

    void assertNothingIsLostAndEverybodyLeaves(List<ModelPerson> people) throws IOException {
        await().until(() -> {
            ownRequests().forEach(this::answer);
            return people.stream().allMatch(ModelPerson::allAvailable);
        });
        collect(false);
        people.forEach(ModelPerson::readAll);
        assertEveryFileHasItsContent();
        noteContents();
        people.forEach(this::leave);
        awaitEmptyOutbox();
        collect(true);
        awaitEmptyOutbox();
        await().untilAsserted(() -> {
            collect(true);
            assertThat(contentIds.stream().filter(id -> contents.find(id).isPresent())).as("contents").isEmpty();
            for (long id : contentIds) {
                assertThat(blobs.open(UniqueFile.blobKeyOf(id))).as("object of %s", id).isEmpty();
            }
            for (String key : stagingKeys) {
                assertThat(staging.size(key)).as("staged file %s", key).isEmpty();
            }
        });
    }

    /** One look at all rows of these people, as they are at one moment; other tests have rows that mean nothing. */
    void assertEveryFileHasItsContent() {
        assertThat(jdbc.sql("""
            SELECT COUNT(*) FROM user_files f LEFT JOIN unique_files u ON u.id = f.unique_file_id
            WHERE f.owner_id IN (:people) AND f.unique_file_id IS NOT NULL AND u.id IS NULL""")
                .param("people", peopleIds).query(Integer.class).single()).as("files without their content").isZero();
    }

    void leave(ModelPerson person) {
        removal.remove(person.id, Instant.now());
    }

    private byte[] contentOf(int size) {
        return java.util.Objects.requireNonNull(pool.get(size));
    }

    ModelPerson newPerson(Random random) {
        long id = Ids.next();
        peopleIds.add(id);
        return new ModelPerson(id, person(id), random);
    }

    byte[] anyContent(Random random) {
        List<Integer> sizes = pool.keySet().stream().sorted().toList();
        return contentOf(sizes.get(random.nextInt(sizes.size())));
    }

    /** The content that everybody wants. */
    byte[] theOne() {
        return contentOf(Collections.min(pool.keySet()));
    }

    /** Contents of this run only, each of its own size. */
    void newPool(Random random, int contentsInIt) {
        pool.clear();
        while (pool.size() < contentsInIt) {
            byte[] content = new byte[random.nextInt(20_000, 40_000)];
            random.nextBytes(content);
            pool.put(content.length, content);
        }
    }

    void noteContents() {
        jdbc.sql("SELECT id, place, place_key FROM unique_files WHERE size IN (:sizes)")
                .param("sizes", new HashSet<>(pool.keySet())).query(row -> {
                    contentIds.add(row.getLong("id"));
                    if ("staged".equals(row.getString("place"))) {
                        stagingKeys.add(row.getString("place_key"));
                    }
                });
    }
}
