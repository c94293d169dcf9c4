package dev.parley.file.blob;

/**
 * A content that is being stored in steps.
 *
 * @param key what it will be called
 * @param id what the store calls it meanwhile, up to 1,024 ASCII characters
 * @param position how many of its first bytes are durable
 */
public record UnfinishedPut(BlobKey key, String id, long position) {

    /** The same put, further on. */
    public UnfinishedPut at(long newPosition) {
        return new UnfinishedPut(key, id, newPosition);
    }
}
