package dev.parley.file.garbage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.blob.BlobKey;
import dev.parley.file.blob.BlobStore;
import dev.parley.file.blob.UnfinishedPut;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class GarbageCollectionTest extends FileServiceTest {

    @Autowired
    private GarbageCollection garbage;
    @Autowired
    private GarbageJob job;
    @Autowired
    private GarbageCursors cursors;
    @Autowired
    private List<GarbageSweep> sweeps;
    @Autowired
    private UniqueFiles contents;
    @Autowired
    private StagingArea staging;
    @Autowired
    private BlobStore blobs;
    @Autowired
    private Clock clock;

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void aContentWithoutAFileGoesWithItsDigestsAndItsBytes() throws IOException {
        String file = availableFile(alice, "lost.bin", randomBytes(3_001));
        await().until(() -> placeOf(file), "stored"::equals);
        long lost = contentOf(file);
        forgetFile(file);

        assertThat(run()).hasEntrySatisfying("contents", count -> assertThat(count).isPositive());

        awaitEmptyOutbox();
        assertThat(count("SELECT COUNT(*) FROM unique_files WHERE id = ?", lost)).isZero();
        assertThat(count("SELECT COUNT(*) FROM content_digests WHERE unique_file_id = ?", lost)).isZero();
        assertThat(blobs.open(UniqueFile.blobKeyOf(lost))).isEmpty();
    }

    @Test
    void aContentWithoutAFileThatIsStillStagedGoesToo() throws IOException {
        String key = staged(Duration.ZERO);
        long lost = contents.addReceived(3, key, Instant.now().plusSeconds(3_600));

        run();

        awaitEmptyOutbox();
        assertThat(count("SELECT COUNT(*) FROM unique_files WHERE id = ?", lost)).isZero();
        assertThat(staging.size(key)).isEmpty();
    }

    @Test
    void whatHasAFileStays() {
        byte[] stored = randomBytes(3_002);
        String storedFile = availableFile(alice, "stored.bin", stored);
        await().until(() -> placeOf(storedFile), "stored"::equals);
        hashWorker.holdAnswers();
        byte[] processing = randomBytes(3_003);
        String processingFile = alice.upload("processing.bin", processing);
        age(staging.fileOf(processingFile));

        run();

        awaitEmptyOutbox();
        assertThat(alice.content(storedFile).body()).isEqualTo(stored);
        assertThat(alice.content(processingFile).body()).isEqualTo(processing);
    }

    @Test
    void stagedFilesOfNobodyGoWhenTheyAreOld() throws IOException {
        String old = staged(Duration.ofDays(1));
        String young = staged(Duration.ofHours(5));
        String upload = FileClient.idOf(alice.create(10, Map.of("filename", "slow.bin")));
        age(staging.fileOf(upload));

        run();

        assertThat(staging.size(old)).isEmpty();
        assertThat(staging.size(young)).as("its row may be on its way").isPresent();
        assertThat(staging.size(upload)).as("an upload that pauses").isPresent();
        staging.delete(young);
    }

    @Test
    void objectsWhoseContentIsGoneGoAndThoseOfOthersStay(@TempDir Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "abc");
        BlobKey orphan = UniqueFile.blobKeyOf(Ids.next());
        BlobKey orphanOfAnEarlyVersion = new BlobKey(sha256(randomBytes(8)));
        BlobKey foreign = new BlobKey("backup-of-the-operator");
        BlobKey thumbnail = UniqueFile.thumbnailKeyOf(Ids.next());
        for (BlobKey key : List.of(orphan, orphanOfAnEarlyVersion, foreign, thumbnail)) {
            blobs.put(key, source);
        }

        run();

        assertThat(blobs.open(orphan)).isEmpty();
        assertThat(blobs.open(orphanOfAnEarlyVersion)).isEmpty();
        assertThat(blobs.open(thumbnail)).isEmpty();
        assertThat(blobs.open(foreign)).isPresent();
    }

    @Test
    void theThumbnailOfAContentThatIsHereStays(@TempDir Path folder) throws IOException {
        BlobKey thumbnail = UniqueFile.thumbnailKeyOf(contentOf(availableFile(alice, "p.jpg", randomBytes(3_007))));
        blobs.put(thumbnail, Files.writeString(folder.resolve("source"), "abc"));

        run();

        assertThat(blobs.open(thumbnail)).isPresent();
    }

    @Test
    void aContentThatAnEarlyVersionStoredUnderItsDigestStays(@TempDir Path folder) throws IOException {
        byte[] content = randomBytes(3_004);
        String file = availableFile(alice, "early.bin", content);
        await().until(() -> placeOf(file), "stored"::equals);
        BlobKey digest = new BlobKey(sha256(content));
        blobs.put(digest, Files.write(folder.resolve("source"), content));
        jdbc.sql("UPDATE unique_files SET place_key = :key WHERE id = :id").param("key", digest.value())
                .param("id", contentOf(file)).update();

        run();

        assertThat(alice.content(file).body()).isEqualTo(content);
    }

    @Test
    void putsThatNobodyGoesOnWithAreGivenUp() throws IOException {
        UnfinishedPut orphan = blobs.begin(UniqueFile.blobKeyOf(Ids.next()));
        hashWorker.holdAnswers();
        String file = alice.upload("storing.bin", randomBytes(3_006));
        UnfinishedPut going = blobs.begin(UniqueFile.blobKeyOf(contentOf(file)));
        jdbc.sql("INSERT INTO storage_puts (unique_file_id, put_id, position, begun_at) VALUES (?, ?, 0, '2026-01-01')")
                .params(contentOf(file), going.id()).update();
        Clock later = Clock.offset(clock, Duration.ofHours(7));
        GarbageSettings settings = settings(500, 100_000, false);

        collection(List.of(new UnfinishedPutSweep(blobs, jdbc, settings, clock)), settings).run();
        assertThat(unfinished()).as("young ones").contains(orphan.id(), going.id());
        collection(List.of(new UnfinishedPutSweep(blobs, jdbc, settings, later)), settings).run();

        assertThat(unfinished()).contains(going.id()).doesNotContain(orphan.id());
        blobs.abort(going);
        jdbc.sql("DELETE FROM storage_puts WHERE unique_file_id = ?").param(contentOf(file)).update();
    }

    private List<String> unfinished() throws IOException {
        return blobs.unfinished(Instant.now().plus(Duration.ofDays(1)), 1_000).stream().map(UnfinishedPut::id).toList();
    }

    @Test
    void aDryRunCountsAndRemovesNothing() throws IOException {
        String old = staged(Duration.ofDays(1));

        collection(sweeps, settings(500, 100_000, true)).run();

        assertThat(staging.size(old)).isPresent();
        assertThat(meters.counter("parley.file.garbage.found", "kind", "staged").count()).isPositive();
        assertThat(meters.find("parley.file.garbage.removed").counters()).isEmpty();
        staging.delete(old);
    }

    /** A sweep over the numbers from 1 to 7, of which the odd ones are garbage. */
    private static final class Numbers implements GarbageSweep {

        private final String kind = "numbers-" + Ids.format(Ids.next());
        private final List<String> steps = new ArrayList<>();
        private boolean failing;

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public Step sweep(@Nullable String after, int limit, boolean dryRun) throws IOException {
            if (failing) {
                throw new IOException("the store is away");
            }
            int first = after == null ? 1 : Integer.parseInt(after) + 1;
            int last = Math.min(7, first + limit - 1);
            steps.add(first + "-" + last);
            int odd = (last + 1) / 2 - first / 2;
            return new Step(last == 7 ? null : Integer.toString(last), last - first + 1, odd);
        }
    }

    @Test
    void aRunIsBoundedAndTheNextOneGoesOnThere() {
        Numbers numbers = new Numbers();
        GarbageCollection bounded = collection(List.of(numbers), settings(2, 4, false));

        assertThat(bounded.run()).containsEntry(numbers.kind(), 2);
        assertThat(cursors.find(numbers.kind())).hasValue("4");
        assertThat(bounded.run()).containsEntry(numbers.kind(), 2);
        assertThat(cursors.find(numbers.kind())).as("it begins anew").isEmpty();
        bounded.run();

        assertThat(numbers.steps).containsExactly("1-2", "3-4", "5-6", "7-7", "1-2", "3-4");
        assertThat(meters.counter("parley.file.garbage.removed", "kind", numbers.kind()).count()).isEqualTo(6);
        assertThat(meters.counter("parley.file.garbage.seen", "kind", numbers.kind()).count()).isEqualTo(11);
    }

    @Test
    void aSweepThatFailsKeepsItsPlaceAndDoesNotStopTheOthers() {
        Numbers away = new Numbers();
        Numbers working = new Numbers();
        GarbageCollection both = collection(List.of(away, working), settings(2, 4, false));
        both.run();
        away.failing = true;

        assertThat(both.run()).containsOnlyKeys(working.kind());

        assertThat(cursors.find(away.kind())).hasValue("4");
        assertThat(meters.counter("parley.file.garbage.failures", "kind", away.kind()).count()).isEqualTo(1);
    }

    @Test
    void theJobHoldsTheLockOfAllNodes() {
        jdbc.sql("DELETE FROM shedlock WHERE name = 'garbage'").update();

        job.run();

        assertThat(count("SELECT COUNT(*) FROM shedlock WHERE name = 'garbage'")).isEqualTo(1);
    }

    @Test
    void everyLookUpUsesAnIndex() {
        assertThat(keys(ContentSweep.SWEEP, Map.of("after", 1, "limit", 500)))
                .containsExactlyInAnyOrder("PRIMARY", "user_files_content");
        assertThat(keys(StagingSweep.CONTENTS, Map.of("keys", List.of("A")))).containsExactly("unique_files_place_key");
        assertThat(keys(BlobSweep.BY_KEY, Map.of("keys", List.of("a")))).containsExactly("unique_files_place_key");
        long content = contentOf(availableFile(alice, "plan.bin", randomBytes(3_005)));
        assertThat(keys(BlobSweep.BY_ID, Map.of("ids", List.of(content))))
                .containsExactly("PRIMARY");
    }

    private List<String> keys(String sql, Map<String, ?> parameters) {
        return jdbc.sql("EXPLAIN " + sql).params(parameters).query((row, n) -> String.valueOf(row.getString("key")))
                .list();
    }

    private Map<String, Integer> run() {
        return garbage.run();
    }

    private GarbageCollection collection(List<GarbageSweep> some, GarbageSettings settings) {
        return new GarbageCollection(some, cursors, settings, meters, clock);
    }

    private static GarbageSettings settings(int batch, int most, boolean dryRun) {
        return new GarbageSettings(Duration.ofMinutes(10), Duration.ZERO, batch, most, Duration.ofMinutes(10),
                Duration.ofHours(6), dryRun);
    }

    private String staged(Duration age) throws IOException {
        String key = Ids.format(Ids.next());
        staging.create(key);
        Path file = staging.fileOf(key);
        Files.writeString(file, "abc");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return key;
    }

    private static void age(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** As if a node had lost the content with a crash: the file is gone and its content is not. */
    private void forgetFile(String file) {
        jdbc.sql("DELETE FROM user_files WHERE id = :id").param("id", Ids.parse(file).orElseThrow()).update();
    }
}
