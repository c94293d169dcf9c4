package dev.parley.file.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
     * Begins to store a file in steps, as a large one may take longer than one piece of work is allowed to. Readers see nothing before the
     * last step. What is begun takes room until it has been advanced to its end or aborted.
     *
     * @throws BlobStoreUnavailableException when the store cannot be reached or refuses; later it may work
     */
    UnfinishedPut begin(BlobKey key) throws IOException;

    /**
     * Goes on with a put for about so long, and by one piece at least. The pieces up to {@code put.position()} are durable; a step may
     * be repeated from any earlier position, also by two at once, as long as the source is the same.
     *
     * @return where to go on from, or empty when the content is stored whole, by this call or by another
     * @throws UnknownPutException when it was aborted, or lost pieces: it is to be begun anew
     * @throws java.nio.file.NoSuchFileException when the source is not there
     * @throws BlobStoreUnavailableException when the store cannot be reached or refuses; later it may work
     */
    Optional<UnfinishedPut> advance(UnfinishedPut put, Path source, Duration limit) throws IOException;

    /**
     * Gives a put up and the room that it takes; nothing happens when it is not known.
     *
     * @throws BlobStoreUnavailableException when the store cannot be reached or refuses; later it may work
     */
    void abort(UnfinishedPut put) throws IOException;

    /**
     * Puts that were begun (or last written to, where the store knows that) before this moment and neither finished nor aborted; at most
     * {@code limit} of them. One that is given up although somebody still works on it is begun anew by them.
     *
     * @throws BlobStoreUnavailableException when the store cannot be reached or refuses; later it may work
     */
    List<UnfinishedPut> unfinished(Instant before, int limit) throws IOException;

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
