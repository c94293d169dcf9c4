package dev.parley.launcher;

import java.util.List;
import java.util.Map;

import dev.parley.parts.Part;

/** The parts that a suite's services need, wherever they come from. */
public interface SuiteParts extends AutoCloseable {

    /**
     * Starts them and returns when all can be used.
     *
     * @throws RuntimeException when one does not start, with a message for a person; the others may run
     */
    void start(Progress progress);

    /** The environment variables that tell this service where its parts are. */
    Map<String, String> environment(ServiceKind service);

    /** Those among them that run under our eyes. */
    List<Part> running();

    /** Stops what {@link #start} started, in order. */
    void stop(Progress progress);

    /** Stops them and tells nobody. */
    @Override
    default void close() {
        stop(Progress.silent());
    }
}
