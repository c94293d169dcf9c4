package dev.parley.file.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DirectoryBlobStoreTest implements BlobStoreContract {

    @TempDir
    private Path root;

    @Override
    public BlobStore store() throws IOException {
        return new DirectoryBlobStore(root.resolve("blobs"));
    }

    @Test
    void contentsAreFannedOutByTheirFirstCharactersAndNothingIsLeftAside(@TempDir Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "x");

        store().put(new BlobKey("ab12cd"), source);

        try (Stream<Path> files = Files.walk(root).filter(Files::isRegularFile)) {
            assertThat(files).containsExactly(root.resolve("blobs/ab/12/ab12cd"));
        }
    }

    @Test
    void aReaderKeepsItsBytesWhenTheContentIsDeleted(@TempDir Path folder) throws IOException {
        BlobKey key = new BlobKey("ab12cd");
        store().put(key, Files.writeString(folder.resolve("source"), "hello"));

        try (StoredBytes bytes = store().open(key).orElseThrow()) {
            store().delete(key);
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            bytes.copyTo(0, 5, out);
            assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("hello");
        }
    }

    @Test
    void aTruncatedLeftoverIsReplaced(@TempDir Path folder) throws IOException {
        BlobKey key = new BlobKey("ab12cd");
        Path leftover = root.resolve("blobs/ab/12/ab12cd");
        Files.createDirectories(root.resolve("blobs/ab/12"));
        Files.writeString(leftover, "hel");

        store().put(key, Files.writeString(folder.resolve("source"), "hello"));

        assertThat(leftover).hasContent("hello");
    }
}
