package dev.parley.chat.contact;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

import dev.parley.platform.problem.InvalidRequest;

/**
 * A place in a list that is ordered by time and id, descending.
 *
 * @param time of the last one seen
 * @param id of the last one seen
 */
record ListPosition(Instant time, long id) {

    static final ListPosition START = new ListPosition(Instant.parse("9999-12-31T00:00:00Z"), Long.MAX_VALUE);

    /** The opaque form. */
    String cursor() {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, time))
                .putLong(id)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads the opaque form.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code invalid-request}, naming {@code cursor}
     */
    static ListPosition parse(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            ByteBuffer values = ByteBuffer.wrap(bytes);
            ListPosition position = new ListPosition(Instant.EPOCH.plus(values.getLong(), ChronoUnit.MICROS),
                    values.getLong());
            if (bytes.length == 2 * Long.BYTES && !position.time.isBefore(Instant.EPOCH)
                    && !position.time.isAfter(START.time)) {
                return position;
            }
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException | ArithmeticException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static RuntimeException invalid() {
        return InvalidRequest.of("cursor", "must be one that a list gave");
    }
}
