package dev.parley.file.upload;

import java.io.IOException;

/**
 * Who may write to an upload: one request at a time, and always the newest. A client that comes back after a broken connection must not
 * wait until the server has noticed the break, so taking a lease ends the one before.
 */
interface UploadLeases {

    /** Takes the lease of an upload. Waits only for a step of the holder before that is running at this moment. */
    Lease take(long uploadId);

    /** The right to write to one upload, until somebody else takes it. */
    interface Lease extends AutoCloseable {

        /**
         * Runs a step while nobody can take the lease. Steps are short: one write, one look at the size.
         *
         * @throws LeaseLostException when a newer request has the lease; the step does not run
         */
        <T> T whileHeld(Step<T> step) throws IOException;

        @Override
        void close();
    }

    /** What is done under a lease. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }

    /** A newer request has taken the lease. */
    final class LeaseLostException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LeaseLostException() {
            super("a newer request continues this upload", null, false, false);
        }
    }
}
