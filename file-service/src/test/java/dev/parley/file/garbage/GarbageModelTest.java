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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

/**
 * People, a few contents, and everything that makes or ends a reference, in random order, with messages that come late, twice or out of order,
 * what crashes leave behind, and collections at any moment. However it went: what somebody has can be read, and in the end, when nobody
 * has anything, nothing is left. A failure names its seed; {@code -Dparley.model.seed} repeats it, {@code -Dparley.model.runs} makes more.
 */
class GarbageModelTest extends FileServiceTest {

    private static final int RUNS = Integer.getInteger("parley.model.runs", 2);
    private static final int STEPS = 80;
    private static final int THREADS = 5;
    private static final int STEPS_OF_A_THREAD = 40;

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
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Map<Integer, byte[]> pool = new ConcurrentHashMap<>();
    private final List<ModelPerson.Link> links = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> stagingKeys = ConcurrentHashMap.newKeySet();
    private final Set<Long> contentIds = ConcurrentHashMap.newKeySet();
    private final Set<Message> answered = Collections.newSetFromMap(new IdentityHashMap<>());
    private int orphanContents;
    private int orphanObjects;

    @BeforeEach
    void beginWithoutGarbage() {
        hashWorker.holdAnswers();
        collect(true);
        meters.clear();
    }

    @Test
    void oneStepAfterTheOther() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            long seed = Long.getLong("parley.model.seed", System.nanoTime());
            try {
                runOnce(new Random(seed));
            } catch (AssertionError | Exception failed) {
                throw new AssertionError("-Dparley.model.seed=" + seed, failed);
            }
        }
    }

    @Test
    void manyAtOnce() throws Exception {
        long seed = Long.getLong("parley.model.seed", System.nanoTime());
        System.out.println("the seed of many at once is " + seed);
        newPool(new Random(seed), 2);
        AtomicBoolean over = new AtomicBoolean();
        List<ModelPerson> left = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                boolean passing = i % 2 == 0;
                working.add(threads.submit(() -> {
                    left.add(passing ? comeAndGo(random) : manySteps(random));
                    return null;
                }));
            }
            Random messages = new Random(seed - 1);
            Future<?> background = threads.submit(() -> {
                while (!over.get()) {
                    answerTheNew();
                    if (messages.nextInt(10) == 0) {
                        answerSome(messages);
                        collect(false);
                    }
                }
                return null;
            });
            try {
                for (Future<?> one : working) {
                    one.get(120, TimeUnit.SECONDS);
                }
            } finally {
                over.set(true);
            }
            background.get(60, TimeUnit.SECONDS);
        }
        assertNothingIsLostAndEverybodyLeaves(left);
    }

    /** Has a content for a moment only, so that it often has nobody else when somebody is about to have it. */
    private ModelPerson comeAndGo(Random random) throws Exception {
        ModelPerson me = newPerson(random);
        for (int step = 0; step < STEPS_OF_A_THREAD; step++) {
            byte[] content = anyContent(random);
            if (!referSlowly(me, content, random)) {
                me.uploadInstantly(content, sha256(content));
            }
            me.readOne();
            assertEveryFileHasItsContent();
            if (random.nextBoolean()) {
                leave(me);
                me = newPerson(random);
            } else {
                me.trash();
                me.emptyTrash();
            }
            noteContents();
        }
        return me;
    }

    /** Refers to a content as every feature does, lock first, on a node that pauses before its commit; false when it is not here. */
    private boolean referSlowly(ModelPerson me, byte[] content, Random random) {
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
                pause(random.nextInt(1, 15));
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

    private ModelPerson manySteps(Random random) throws Exception {
        ModelPerson me = newPerson(random);
        for (int step = 0; step < STEPS_OF_A_THREAD; step++) {
            int action = random.nextInt(100);
            if (action < 10) {
                leave(me);
                me = newPerson(random);
            } else {
                act(me, random, action);
            }
        }
        return me;
    }

    private void runOnce(Random random) throws Exception {
        orphanContents = 0;
        orphanObjects = 0;
        meters.clear();
        links.clear();
        newPool(random, 4);
        List<ModelPerson> people = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            people.add(newPerson(random));
        }
        for (int step = 0; step < STEPS; step++) {
            int who = random.nextInt(people.size());
            int action = random.nextInt(130);
            if (action < 3) {
                leave(people.get(who));
                people.set(who, newPerson(random));
            } else if (action < 100) {
                act(people.get(who), random, action);
            } else if (action < 110) {
                answerSome(random);
            } else if (action < 115) {
                deliverAgain(random);
            } else if (action < 119) {
                crash(random);
            } else if (action < 126) {
                collect(true);
            }
            people.get(random.nextInt(people.size())).readOne();
        }
        assertNothingIsLostAndEverybodyLeaves(people);
        assertThat(meters.counter("parley.file.garbage.removed", "kind", "contents").count()).isEqualTo(orphanContents);
        assertThat(meters.counter("parley.file.garbage.removed", "kind", "blobs").count())
                .isGreaterThanOrEqualTo(orphanObjects);
    }

    private void act(ModelPerson me, Random random, int action) {
        byte[] content = anyContent(random);
        if (action < 24) {
            me.upload(content);
        } else if (action < 40) {
            me.uploadInstantly(content, sha256(content));
        } else if (action < 44) {
            stagingKeys.add(me.uploadHalf(content));
        } else if (action < 52) {
            me.share().ifPresent(links::add);
        } else if (action < 60) {
            List<ModelPerson.Link> known = List.copyOf(links);
            if (!known.isEmpty()) {
                me.save(known.get(random.nextInt(known.size())));
            }
        } else if (action < 66) {
            me.copy();
        } else if (action < 80) {
            me.trash();
        } else if (action < 85) {
            me.restore();
        } else if (action < 92) {
            me.removeForGood();
        } else if (action < 96) {
            me.emptyTrash();
        } else {
            me.readOne();
        }
        noteContents();
    }

    /** The digests of some contents come, perhaps for the second time, and in any order. */
    private void answerSome(Random random) {
        List<Message> requests = new ArrayList<>(ownRequests());
        Collections.shuffle(requests, random);
        requests.stream().limit(1 + random.nextInt(5)).forEach(this::answer);
    }

    private void answerTheNew() {
        ownRequests().stream().filter(answered::add).forEach(this::answer);
    }

    private void answer(Message request) {
        int size = sizeOf(request);
        hashWorker.send(request, Map.of("size", size, "digests", Map.of("sha-256", sha256(contentOf(size)))));
    }

    private List<Message> ownRequests() {
        return hashWorker.requests().stream().filter(request -> pool.containsKey(sizeOf(request))).toList();
    }

    private int sizeOf(Message request) {
        return json.readTree(request.getBody()).at("/size").asInt();
    }

    /** What was delivered is delivered again, and late: requests to store, and removals of bytes that were released. */
    private void deliverAgain(Random random) {
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
    private void crash(Random random) throws IOException {
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

    private void stage(String key, byte[] content) throws IOException {
        stagingKeys.add(key);
        staging.create(key);
        Files.write(staging.fileOf(key), content);
    }

    /** A collection as the job does it; between steps all staged files may count as old. */
    private void collect(boolean allIsOld) {
        Clock now = allIsOld ? Clock.offset(clock, Duration.ofDays(1)) : clock;
        GarbageSettings settings = new GarbageSettings(Duration.ofMinutes(10), Duration.ZERO, 7, 100_000,
                Duration.ofMinutes(10), Duration.ofHours(6), false);
        List<GarbageSweep> aged = sweeps.stream().map(sweep -> sweep instanceof StagingSweep
                ? new StagingSweep(stagedFiles, staging, stagedKeys, jdbc, settings, now)
                : sweep).toList();
        new GarbageCollection(aged, cursors, settings, meters, clock).run();
    }

    private void assertNothingIsLostAndEverybodyLeaves(List<ModelPerson> people) throws IOException {
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

    /** One look at all rows as they are at one moment. */
    private void assertEveryFileHasItsContent() {
        assertThat(count("""
            SELECT COUNT(*) FROM user_files f LEFT JOIN unique_files u ON u.id = f.unique_file_id
            WHERE f.unique_file_id IS NOT NULL AND u.id IS NULL""")).as("files without their content").isZero();
    }

    private void leave(ModelPerson person) {
        removal.remove(person.id, Instant.now());
    }

    private byte[] contentOf(int size) {
        return java.util.Objects.requireNonNull(pool.get(size));
    }

    private ModelPerson newPerson(Random random) {
        long id = Ids.next();
        return new ModelPerson(id, person(id), random);
    }

    private byte[] anyContent(Random random) {
        List<Integer> sizes = pool.keySet().stream().sorted().toList();
        return contentOf(sizes.get(random.nextInt(sizes.size())));
    }

    /** Contents of this run only, each of its own size. */
    private void newPool(Random random, int contentsInIt) {
        pool.clear();
        while (pool.size() < contentsInIt) {
            byte[] content = new byte[random.nextInt(20_000, 40_000)];
            random.nextBytes(content);
            pool.put(content.length, content);
        }
    }

    private void noteContents() {
        jdbc.sql("SELECT id, place, place_key FROM unique_files WHERE size IN (:sizes)")
                .param("sizes", new HashSet<>(pool.keySet())).query(row -> {
                    contentIds.add(row.getLong("id"));
                    if ("staged".equals(row.getString("place"))) {
                        stagingKeys.add(row.getString("place_key"));
                    }
                });
    }
}
