package dev.parley.file.blob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every blob store promises. */
interface BlobStoreContract {

    /** The store under test; it may have other contents already. */
    BlobStore store() throws IOException;

    @Test
    default void whatWasPutIsReadBackByteForByte(@TempDir Path folder) throws IOException {
        byte[] content = randomBytes(100_003);
        BlobKey key = newKey();

        store().put(key, file(folder, content));

        assertThat(read(key, 0, content.length)).isEqualTo(content);
    }

    @Test
    default void anEmptyContentIsAContent(@TempDir Path folder) throws IOException {
        BlobKey key = newKey();

        store().put(key, file(folder, new byte[0]));

        try (StoredBytes bytes = store().open(key).orElseThrow()) {
            assertThat(bytes.size()).isZero();
        }
        assertThat(read(key, 0, 0)).isEmpty();
    }

    @Test
    default void aContentOfSeveralPartsIsReadBackByteForByte(@TempDir Path folder) throws IOException {
        byte[] content = randomBytes(12 * 1024 * 1024 + 7);
        BlobKey key = newKey();

        store().put(key, file(folder, content));

        assertThat(read(key, 0, content.length)).isEqualTo(content);
        assertThat(read(key, 5 * 1024 * 1024 - 3, 10)).as("across the border of two parts")
                .isEqualTo(java.util.Arrays.copyOfRange(content, 5 * 1024 * 1024 - 3, 5 * 1024 * 1024 + 7));
    }

    @Test
    default void anyRangeOfAnOpenedContentIsReadInAnyOrder(@TempDir Path folder) throws IOException {
        byte[] content = randomBytes(300_000);
        BlobKey key = newKey();
        store().put(key, file(folder, content));

        try (StoredBytes bytes = store().open(key).orElseThrow()) {
            assertThat(bytes.size()).isEqualTo(content.length);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            bytes.copyTo(299_999, 1, out);
            bytes.copyTo(0, 3, out);
            bytes.copyTo(150_000, 0, out);
            assertThat(out.toByteArray()).containsExactly(content[299_999], content[0], content[1], content[2]);
        }
    }

    @Test
    default void readingBeyondTheEndFails(@TempDir Path folder) throws IOException {
        BlobKey key = newKey();
        store().put(key, file(folder, randomBytes(10)));

        try (StoredBytes bytes = store().open(key).orElseThrow()) {
            assertThatThrownBy(() -> bytes.copyTo(5, 6, new ByteArrayOutputStream())).isInstanceOf(IOException.class);
        }
    }

    @Test
    default void whatIsNotThereIsEmpty() throws IOException {
        assertThat(store().open(newKey())).isEmpty();
    }

    @Test
    default void puttingTheSameContentAgainChangesNothing(@TempDir Path folder) throws IOException {
        byte[] content = randomBytes(1_000);
        BlobKey key = newKey();
        store().put(key, file(folder, content));

        store().put(key, file(folder, content));

        assertThat(read(key, 0, content.length)).isEqualTo(content);
    }

    @Test
    default void theSameContentPutByManyAtOnceIsThereOnce(@TempDir Path folder) throws Exception {
        byte[] content = randomBytes(200_000);
        BlobKey key = newKey();
        BlobStore store = store();
        List<Callable<Boolean>> puts = IntStream.range(0, 6).<Callable<Boolean>>mapToObj(i -> () -> {
            store.put(key, file(folder, content));
            return true;
        }).toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> put : threads.invokeAll(puts)) {
                assertThat(put.get()).isTrue();
            }
        }

        assertThat(read(key, 0, content.length)).isEqualTo(content);
    }

    @Test
    default void aSourceThatIsMissingIsReportedAndLeavesNothing(@TempDir Path folder) throws IOException {
        BlobKey key = newKey();

        assertThatThrownBy(() -> store().put(key, folder.resolve("missing"))).isInstanceOf(NoSuchFileException.class);

        assertThat(store().open(key)).isEmpty();
    }

    @Test
    default void whatWasDeletedIsGoneAndMayBeDeletedAgain(@TempDir Path folder) throws IOException {
        BlobKey key = newKey();
        store().put(key, file(folder, randomBytes(10)));

        store().delete(key);
        store().delete(key);

        assertThat(store().open(key)).isEmpty();
    }

    @Test
    default void keysAreListedInTheirOrderPageByPage(@TempDir Path folder) throws IOException {
        String tail = UUID.randomUUID().toString();
        List<BlobKey> keys = Stream.of("zzy9-", "zzz-", "zzz0-", "zzz0-a", "zzz00-", "zzza0-", "zzzz-")
                .map(head -> new BlobKey(head + tail)).sorted(Comparator.comparing(BlobKey::value)).toList();
        for (BlobKey key : keys.reversed()) {
            store().put(key, file(folder, randomBytes(3)));
        }

        List<BlobKey> listed = new ArrayList<>();
        List<BlobKey> page = store().list(new BlobKey("zzy9"), 2);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            listed.addAll(page);
            page = store().list(page.getLast(), 2);
        }

        assertThat(listed).isSortedAccordingTo(Comparator.comparing(BlobKey::value));
        assertThat(listed.stream().filter(key -> key.value().contains(tail))).isEqualTo(keys);
        assertThat(store().list(keys.get(2), 1)).as("after a key, without it").containsExactly(keys.get(3));
        store().delete(keys.get(3));
        assertThat(store().list(keys.get(2), 1)).as("a key that is gone").containsExactly(keys.get(4));
        assertThat(store().list(keys.get(3), 1)).as("after one that is gone").containsExactly(keys.get(4));
        assertThat(store().list(null, 1)).as("from the beginning").hasSize(1).doesNotContain(keys.get(4));
        assertThat(store().list(new BlobKey("zzzz-zzzz"), 1)).as("after the last").isEmpty();
    }

    @Test
    default void aLargeContentIsStoredInStepsAndSeenWhenItIsWhole(@TempDir Path folder) throws IOException {
        byte[] content = randomBytes(12 * 1024 * 1024 + 7);
        Path source = file(folder, content);
        BlobKey key = newKey();
        UnfinishedPut put = store().begin(key);

        int steps = 1;
        for (Optional<UnfinishedPut> next = step(put, source); next.isPresent(); next = step(next.get(), source)) {
            assertThat(next.get().position()).isGreaterThan(put.position()).isLessThan(content.length);
            assertThat(store().open(key)).as("not whole yet").isEmpty();
            put = next.get();
            steps++;
        }

        assertThat(steps).isGreaterThan(1);
        assertThat(read(key, 0, content.length)).isEqualTo(content);
        assertThat(step(put, source)).as("a step that comes again").isEmpty();
        assertThat(read(key, 0, content.length)).isEqualTo(content);
        assertThat(unfinished(key)).isEmpty();
    }

    @Test
    default void aStepMayBeRepeated(@TempDir Path folder) throws IOException {
        byte[] content = randomBytes(10 * 1024 * 1024 + 1);
        Path source = file(folder, content);
        BlobKey key = newKey();
        UnfinishedPut begun = store().begin(key);
        UnfinishedPut further = step(begun, source).orElseThrow();

        assertThat(step(begun, source)).as("its answer got lost").hasValue(further);
        assertThat(store().advance(further, source, Duration.ofHours(1))).isEmpty();

        assertThat(read(key, 0, content.length)).isEqualTo(content);
    }

    @Test
    default void manyWhoWorkOnOnePutEndWithTheContent(@TempDir Path folder) throws Exception {
        byte[] content = randomBytes(11 * 1024 * 1024);
        Path source = file(folder, content);
        BlobKey key = newKey();
        BlobStore store = store();
        UnfinishedPut begun = store.begin(key);
        List<Callable<Boolean>> workers = IntStream.range(0, 3).<Callable<Boolean>>mapToObj(i -> () -> {
            Optional<UnfinishedPut> next = Optional.of(begun);
            Instant patience = Instant.now().plusSeconds(60);
            while (next.isPresent()) {
                try {
                    next = store.advance(next.get(), source, i == 0 ? Duration.ofHours(1) : Duration.ZERO);
                } catch (BlobStoreUnavailableException refused) { // S3 refuses to end a put while a part is replaced
                    if (Instant.now().isAfter(patience)) {
                        throw refused;
                    }
                }
            }
            return true;
        }).toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> worker : threads.invokeAll(workers)) {
                assertThat(worker.get()).isTrue();
            }
        }

        assertThat(read(key, 0, content.length)).isEqualTo(content);
    }

    @Test
    default void anAbortedPutCannotBeGoneOnWithAndLeavesNothing(@TempDir Path folder) throws IOException {
        Path source = file(folder, randomBytes(10 * 1024 * 1024 + 2));
        BlobKey key = newKey();
        UnfinishedPut put = step(store().begin(key), source).orElseThrow();

        store().abort(put);
        store().abort(put);

        assertThatThrownBy(() -> store().advance(put, source, Duration.ofHours(1)))
                .isInstanceOf(UnknownPutException.class);
        assertThat(store().open(key)).isEmpty();
        assertThat(unfinished(key)).isEmpty();
    }

    @Test
    default void unfinishedPutsAreFoundByTheirAgeAndCanBeGivenUp(@TempDir Path folder) throws IOException {
        BlobKey key = newKey();
        assertThat(step(store().begin(key), file(folder, randomBytes(10 * 1024 * 1024 + 3)))).isPresent();

        assertThat(store().unfinished(Instant.now().minus(Duration.ofDays(1)), 1000))
                .noneMatch(each -> each.key().equals(key));
        assertThat(unfinished(key)).hasSize(1);
        assertThat(store().unfinished(Instant.now().plus(Duration.ofDays(1)), 1)).hasSize(1);
        store().abort(unfinished(key).getFirst());

        assertThat(unfinished(key)).isEmpty();
    }

    @Test
    default void contentsThatNeedOneStepAreStoredInOne(@TempDir Path folder) throws IOException {
        for (int size : List.of(0, 1)) {
            BlobKey key = newKey();

            assertThat(step(store().begin(key), file(folder, new byte[size]))).isEmpty();

            assertThat(read(key, 0, size)).hasSize(size);
            assertThat(unfinished(key)).isEmpty();
        }
    }

    /** The shortest step. */
    private Optional<UnfinishedPut> step(UnfinishedPut put, Path source) throws IOException {
        return store().advance(put, source, Duration.ZERO);
    }

    private List<UnfinishedPut> unfinished(BlobKey key) throws IOException {
        return store().unfinished(Instant.now().plus(Duration.ofDays(1)), 1000).stream()
                .filter(put -> put.key().equals(key)).toList();
    }

    private byte[] read(BlobKey key, long offset, long length) throws IOException {
        try (StoredBytes bytes = store().open(key).orElseThrow()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            bytes.copyTo(offset, length, out);
            return out.toByteArray();
        }
    }

    private static BlobKey newKey() {
        return new BlobKey(UUID.randomUUID().toString());
    }

    private static Path file(Path folder, byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "source", ".bin"), content);
    }

    private static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
