package dev.parley.platform.queue;

/** The broker did not take a message over, or it is not known whether it did. Publishing it again is safe: consumers are idempotent. */
public final class NotConfirmedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotConfirmedException(String message, Throwable cause) {
        super(message, cause);
    }

    NotConfirmedException(String message) {
        super(message);
    }
}
