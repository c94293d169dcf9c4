package dev.parley.file.fetch;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The states of a job. */
enum FetchState {
    /** Waits for its turn. */
    QUEUED,
    /** A node works on it. */
    RUNNING,
    /** The person paused it. */
    PAUSED,
    /** Failed in a way that may pass; it is tried again. */
    WAITING,
    /** The file is in the drive. */
    DONE,
    /** Given up. */
    FAILED,
    /** The person does not want it any more. */
    CANCELLED;

    /** The word in the API and in the table. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FetchState> named(String word) {
        return Stream.of(values()).filter(state -> state.word().equals(word)).findFirst();
    }

    /** Whether nothing more happens by itself or on request of pausing. */
    boolean ended() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
