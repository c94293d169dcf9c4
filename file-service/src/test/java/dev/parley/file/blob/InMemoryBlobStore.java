package dev.parley.file.blob;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** A blob store for tests that are not about blob stores. */
public final class InMemoryBlobStore implements BlobStore {

    private final Map<BlobKey, byte[]> contents = new ConcurrentHashMap<>();

    @Override
    public void put(BlobKey key, Path source) throws IOException {
        contents.put(key, Files.readAllBytes(source));
    }

    @Override
    public Optional<StoredBytes> open(BlobKey key) {
        return Optional.ofNullable(contents.get(key)).map(Bytes::new);
    }

    @Override
    public void delete(BlobKey key) {
        contents.remove(key);
    }

    @Override
    public List<BlobKey> list(@Nullable BlobKey after, int limit) {
        return contents.keySet().stream().filter(key -> after == null || key.value().compareTo(after.value()) > 0)
                .sorted(Comparator.comparing(BlobKey::value)).limit(limit).toList();
    }

    private record Bytes(byte[] content) implements StoredBytes {

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void copyTo(long offset, long length, OutputStream out) throws IOException {
            if (offset + length > content.length) {
                throw new EOFException();
            }
            out.write(content, (int) offset, (int) length);
        }

        @Override
        public void close() {}
    }
}
