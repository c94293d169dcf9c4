package dev.parley.file.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Keeps finished contents for good. A key is written with one content only, so a put may be repeated and may run on two nodes at
 * once. Implementations are safe for use by many threads.
 */
public interface BlobStore {

    /**
     * Stores a file whole or not at all: a reader sees nothing or everything, also after a crash at any moment. When the key is
     * there already with the same size, nothing happens. On return the bytes are durable.
     *
     * @throws java.nio.file.NoSuchFileException when the source is not there
     * @throws BlobStoreUnavailableException when the store cannot be reached or refuses; later it may work
     */
    void put(BlobKey key, Path source) throws IOException;

    /**
     * Opens a content for reading; empty when there is none.
     *
     * @throws BlobStoreUnavailableException when the store cannot be reached or refuses; later it may work
     */
    Optional<StoredBytes> open(BlobKey key) throws IOException;

    /**
     * Removes a content; nothing happens when there is none.
     *
     * @throws BlobStoreUnavailableException when the store cannot be reached or refuses; later it may work
     */
    void delete(BlobKey key) throws IOException;

    /**
     * The keys after this one, in their order, at most {@code limit} of them; fewer mean that there are no more. What is put or deleted
     * meanwhile may be among them or not. Names that are no keys are passed over.
     *
     * @param after where to go on; null: from the beginning. It need not be there
     * @throws BlobStoreUnavailableException when the store cannot be reached or refuses; later it may work
     */
    List<BlobKey> list(@Nullable BlobKey after, int limit) throws IOException;
}
