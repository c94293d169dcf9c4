package dev.parley.file.blob;

import java.io.IOException;

/** A put in steps is not known to the store any more, and cannot be gone on with. */
public class UnknownPutException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Says which one. */
    public UnknownPutException(UnfinishedPut put) {
        super("there is no put " + put.id() + " of " + put.key());
    }
}
