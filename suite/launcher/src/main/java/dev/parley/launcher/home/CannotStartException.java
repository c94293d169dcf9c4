package dev.parley.launcher.home;

import org.jspecify.annotations.Nullable;

/** The suite cannot be started, for a reason that a person can do something about: the message is one sentence that says it. */
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotStartException(String message) {
        this(message, null);
    }

    public CannotStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
