package dev.parley.file.drive;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.problem.InvalidRequest;

/** What happens when the name of something new is taken. */
public enum NameConflict {
    /** The request is refused: {@code name-taken}. */
    FAIL,
    /** The new one is called "name (2).ext", or the first number that is free. */
    KEEP_BOTH;

    /** What a request wants. */
    public static NameConflict parse(@Nullable String onConflict) {
        return switch (Optional.ofNullable(onConflict).orElse("fail")) {
            case "fail" -> FAIL;
            case "keep-both" -> KEEP_BOTH;
            default -> throw InvalidRequest.of("onConflict", "must be fail or keep-both");
        };
    }
}
