package dev.parley.file.blob;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** A blob store for tests that are not about blob stores. */
public final class InMemoryBlobStore implements BlobStore {

    private static final int PIECE = 1 << 20;

    private final Map<BlobKey, byte[]> contents = new ConcurrentHashMap<>();
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    private record Begun(BlobKey key, Instant at) {}

    @Override
    public void put(BlobKey key, Path source) throws IOException {
        contents.put(key, Files.readAllBytes(source));
    }

    @Override
    public UnfinishedPut begin(BlobKey key) {
        String id = UUID.randomUUID().toString();
        begun.put(id, new Begun(key, Instant.now()));
        return new UnfinishedPut(key, id, 0);
    }

    @Override
    public Optional<UnfinishedPut> advance(UnfinishedPut put, Path source, Duration limit) throws IOException {
        byte[] content = Files.readAllBytes(source);
        if (!begun.containsKey(put.id())) {
            if (contents.containsKey(put.key())) {
                return Optional.empty();
            }
            throw new UnknownPutException(put);
        }
        if (put.position() + PIECE < content.length && limit.toMillis() < 1000) {
            return Optional.of(put.at(put.position() + PIECE));
        }
        contents.put(put.key(), content);
        begun.remove(put.id());
        return Optional.empty();
    }

    @Override
    public void abort(UnfinishedPut put) {
        begun.remove(put.id());
    }

    @Override
    public List<UnfinishedPut> unfinished(Instant before, int limit) {
        return begun.entrySet().stream().filter(each -> each.getValue().at().isBefore(before)).limit(limit)
                .map(each -> new UnfinishedPut(each.getValue().key(), each.getKey(), 0)).toList();
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
