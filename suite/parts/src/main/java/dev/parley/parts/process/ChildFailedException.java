package dev.parley.parts.process;

import org.jspecify.annotations.Nullable;

/** A child process did not start, died, or was not ready in time; the message carries the last lines of its log. */
public final class ChildFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ChildFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
