package dev.parley.file.fetch;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** An attempt that failed. Its message is shown to the person: it never tells an address that a name has, or what lies inside. */
final class FetchFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Trouble trouble;
    private final @Nullable Duration retryAfter;

    FetchFailedException(Trouble trouble, String detail) {
        this(trouble, detail, null);
    }

    FetchFailedException(Trouble trouble, String detail, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.trouble = trouble;
        this.retryAfter = retryAfter;
    }

    Trouble trouble() {
        return trouble;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /** When the server wants to be asked again. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
