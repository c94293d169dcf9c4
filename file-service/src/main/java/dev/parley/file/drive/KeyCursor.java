package dev.parley.file.drive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

import dev.parley.platform.problem.InvalidRequest;

/**
 * Where a page of a list begins that has only one order: below this time and id. Opaque to clients.
 *
 * @param micros since 1970
 * @param id of the last entry of the page before
 */
record KeyCursor(long micros, long id) {

    /** The beginning: nothing is later. */
    static final KeyCursor FIRST = new KeyCursor(
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z")), Long.MAX_VALUE);

    Instant instant() {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((micros + "." + id).getBytes(StandardCharsets.US_ASCII));
    }

    static KeyCursor read(String cursor) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII).split("\\.",
                    -1);
            KeyCursor read = new KeyCursor(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            if (parts.length == 2 && read.micros() >= 0 && read.micros() <= FIRST.micros()) {
                return read;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException changed) {
            throw InvalidRequest.of("cursor", "must be one that a list has given");
        }
        throw InvalidRequest.of("cursor", "must be one that a list has given");
    }
}
