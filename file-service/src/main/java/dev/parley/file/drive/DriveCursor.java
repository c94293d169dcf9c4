package dev.parley.file.drive;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.InvalidRequest;

/** Where a page of the drive begins: below this id. Opaque to clients. */
final class DriveCursor {

    private static final String VERSION = "1.";

    private DriveCursor() {}

    static String after(long id) {
        byte[] text = (VERSION + Ids.format(id)).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** The id below which the page begins; the largest for no cursor. */
    static long read(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        return decode(cursor).orElseThrow(() -> InvalidRequest.of("cursor", "must be one that a list has given"));
    }

    private static Optional<Long> decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            return text.startsWith(VERSION) ? Ids.parse(text.substring(VERSION.length())) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
