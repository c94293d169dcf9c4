package dev.parley.file.upload;

import java.io.IOException;

/**
 * Who may write to an upload: one request at a time on all nodes, and always the newest. A client that comes back after a broken connection
 * must not wait until the server has noticed the break, so taking a lease ends the one before.
 */
interface UploadLeases {

    /**
     * Takes the lease of an upload. When it returns, no holder before writes any more, on whichever node; a step that runs at this moment is
     * waited for.
     *
     * @throws LeaseLostException when an even newer request came in between
     * @throws dev.parley.platform.problem.ProblemException {@code upload-held} when a node that holds it does not answer
     */
    Lease take(long uploadId) throws IOException;

    /** Takes the lease of an upload that nobody can have heard of yet. */
    Lease takeNew(long uploadId) throws IOException;

    /** The right to write to one upload, until somebody else takes it. */
    interface Lease extends AutoCloseable {

        /**
         * Runs a step while nobody can take the lease. Steps are short: one write, one look at the size. Costs next to nothing when
         * nobody wants the lease, so it may be asked for with every piece.
         *
         * @throws LeaseLostException when a newer request has the lease; the step does not run
         */
        <T> T whileHeld(Step<T> step) throws IOException;

        /** Has an action run once, soon after the lease is lost, unless it is closed by then; at most one action. */
        void whenLost(Runnable action);

        /** Ends the lease. A lease that was lost is closed too. */
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
