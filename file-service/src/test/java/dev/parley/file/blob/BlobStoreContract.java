package dev.parley.file.blob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
