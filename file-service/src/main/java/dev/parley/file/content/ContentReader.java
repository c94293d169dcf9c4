package dev.parley.file.content;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

import org.springframework.stereotype.Component;

import dev.parley.file.blob.BlobKey;
import dev.parley.file.blob.BlobStore;
import dev.parley.file.blob.StoredBytes;
import dev.parley.file.staging.StagingArea;

/** Opens the bytes of a content wherever they lie. */
@Component
public class ContentReader {

    private static final int ATTEMPTS = 3;

    private final UniqueFiles contents;
    private final StagingArea staging;
    private final BlobStore blobs;

    ContentReader(UniqueFiles contents, StagingArea staging, BlobStore blobs) {
        this.contents = contents;
        this.staging = staging;
        this.blobs = blobs;
    }

    /** A content, open for reading. */
    public record Opened(UniqueFile content, StoredBytes bytes) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /**
     * Opens a content; empty when there is none. Bytes that move from one place to the other between the look-up and the opening are
     * looked up again.
     */
    public Optional<Opened> open(long contentId) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<UniqueFile> content = contents.find(contentId);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            Optional<StoredBytes> bytes = bytesOf(content.get());
            if (bytes.isPresent()) {
                return Optional.of(new Opened(content.get(), bytes.get()));
            }
        }
        throw new IOException("the bytes of content " + contentId + " are not where they should be");
    }

    private Optional<StoredBytes> bytesOf(UniqueFile content) throws IOException {
        return switch (content.place()) {
            case STAGED -> staged(content.placeKey());
            case STORED -> blobs.open(new BlobKey(content.placeKey()));
        };
    }

    private Optional<StoredBytes> staged(String key) throws IOException {
        try {
            return Optional.of(staging.open(key));
        } catch (NoSuchFileException moved) {
            return Optional.empty();
        }
    }
}
