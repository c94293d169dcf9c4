package dev.parley.file.blob;

import java.io.IOException;

/** The blob store cannot be reached, or refuses what it is asked for. */
public class BlobStoreUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Says what was tried. */
    public BlobStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
