package dev.parley.parts;

import java.nio.file.Path;

/**
 * A component that services need, run by us on 127.0.0.1.
 *
 * <p>{@link #start} after {@link #stop} brings it back on the same port with the same data. A part is not thread-safe: whoever made it
 * starts and stops it.
 */
public interface Part extends AutoCloseable {

    /** What people call it, for messages. */
    String name();

    /**
     * Starts it, when it does not run, and returns when it can be used.
     *
     * @throws PartFailedException when something it needs is missing; the message is one sentence for a person
     * @throws dev.parley.parts.process.ChildFailedException when its process ended or was not ready in time; the message has the last
     *     lines of its log
     */
    void start();

    /** Stops it in order and returns when it has ended; does nothing when it does not run. */
    void stop();

    boolean isRunning();

    /** The file that has what it has to say. */
    Path log();

    /** The same as {@link #stop}. */
    @Override
    default void close() {
        stop();
    }
}
