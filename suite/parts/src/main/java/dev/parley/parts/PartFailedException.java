package dev.parley.parts;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

import org.jspecify.annotations.Nullable;

/** A part cannot be started, for a reason that a person can do something about: the message is one sentence that says it. */
public final class PartFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PartFailedException(String message) {
        this(message, null);
    }

    public PartFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What went wrong with which file, in words: a full disk and a missing permission say so. */
    public static PartFailedException because(String part, IOException cause) {
        String reason = switch (cause) {
            case AccessDeniedException e -> "no permission for " + e.getFile();
            case FileSystemException e when e.getReason() != null -> e.getReason() + " (" + e.getFile() + ")";
            default -> String.valueOf(cause.getMessage());
        };
        return new PartFailedException(part + " cannot be started: " + reason + ".", cause);
    }
}
