package dev.parley.file.blob;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The bytes of one content, opened for reading. They stay readable until closed, even when the content is deleted or moved
 * meanwhile, as far as the store can promise that (files do, S3 fails the read with an {@link IOException}).
 */
public interface StoredBytes extends Closeable {

    /** How many bytes there are. */
    long size();

    /**
     * Writes a part of the content, with memory that does not depend on its length. May be called several times.
     *
     * @throws IOException when the bytes cannot be read to the end of the part, or not be written
     */
    void copyTo(long offset, long length, OutputStream out) throws IOException;
}
