package dev.parley.file.share;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.FieldViolation;
import dev.parley.platform.problem.InvalidRequest;

/** Which file to share, and what the link is to ask for; all but the file may be left out. */
record ShareWish(@Nullable String fileId, @Nullable String password, @Nullable String expiresAt,
        @Nullable Integer maxDownloads, @Nullable String channelId) {

    private static final int SHORTEST_PASSWORD = 4;
    private static final int LONGEST_PASSWORD = 200;
    private static final int MOST_DOWNLOADS = 1_000_000;

    /**
     * Looks at all of it at once.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code invalid-request} that names the fields
     */
    void check(Instant now) {
        List<FieldViolation> violations = new ArrayList<>();
        if (fileId == null) {
            violations.add(new FieldViolation("fileId", "must be given"));
        }
        if (password != null && (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD)) {
            violations.add(new FieldViolation("password",
                    "must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters"));
        }
        if (expiresAt != null && expiry().filter(now::isBefore).isEmpty()) {
            violations.add(new FieldViolation("expiresAt", "must be an instant of ISO 8601 in UTC, and to come"));
        }
        if (maxDownloads != null && (maxDownloads < 1 || maxDownloads > MOST_DOWNLOADS)) {
            violations.add(new FieldViolation("maxDownloads", "must be 1 to " + MOST_DOWNLOADS));
        }
        if (channelId != null && channel().isEmpty()) {
            violations.add(new FieldViolation("channelId", "must be the id of a channel"));
        }
        if (!violations.isEmpty()) {
            throw InvalidRequest.of(violations);
        }
    }

    /** When the link is to close; empty also when that cannot be read, or not be kept. */
    Optional<Instant> expiry() {
        try {
            return Optional.ofNullable(expiresAt).map(Instant::parse).map(at -> at.truncatedTo(ChronoUnit.MICROS))
                    .filter(at -> at.isBefore(Instant.parse("9999-01-01T00:00:00Z")));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Into which channel it is shared. */
    Optional<Long> channel() {
        return Optional.ofNullable(channelId).flatMap(Ids::parse);
    }

    @Override
    public String toString() {
        return "ShareWish[" + fileId + "]";
    }
}
