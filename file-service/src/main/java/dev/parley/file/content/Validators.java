package dev.parley.file.content;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;

/**
 * By what a client knows whether it has this content (RFC 9110, section 8.8), and what the conditions of its request come to (section 13).
 * Spring's own check leaves If-Match out of GET, and knows no If-Range.
 *
 * @param etag the SHA-256, in hex; null until it is known
 * @param lastModified in whole seconds; null when it is not told. A content never changes under its address, so that this is a strong
 *        validator too
 */
record Validators(@Nullable String etag, @Nullable Instant lastModified) {

    /** What the conditions of a request say. */
    enum Outcome {
        /** Go on. */
        SEND,
        /** 304: the client has it. */
        NOT_MODIFIED,
        /** 412: it is not what the client wants it to be. */
        FAILED
    }

    static Validators of(UniqueFile content, @Nullable Instant lastModified) {
        return new Validators(content.sha256().map(Sha256::hex).orElse(null),
                lastModified == null ? null : lastModified.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The conditions of a GET or HEAD in the order of RFC 9110, section 13.2.2. A date that cannot be read is ignored. */
    Outcome check(HttpServletRequest request) {
        List<ETag> ifMatch = tags(request, HttpHeaders.IF_MATCH);
        if (!ifMatch.isEmpty()) {
            if (ifMatch.stream().noneMatch(tag -> matches(tag, true))) {
                return Outcome.FAILED;
            }
        } else if (isModifiedSince(date(request, HttpHeaders.IF_UNMODIFIED_SINCE), false)) {
            return Outcome.FAILED;
        }
        List<ETag> ifNoneMatch = tags(request, HttpHeaders.IF_NONE_MATCH);
        if (!ifNoneMatch.isEmpty()) {
            return ifNoneMatch.stream().anyMatch(tag -> matches(tag, false)) ? Outcome.NOT_MODIFIED : Outcome.SEND;
        }
        return isModifiedSince(date(request, HttpHeaders.IF_MODIFIED_SINCE), true)
                ? Outcome.SEND
                : Outcome.NOT_MODIFIED;
    }

    /** Whether the ranges of a request are of this content: there is no If-Range, or it holds (section 13.1.5). */
    boolean rangesHold(HttpServletRequest request) {
        String ifRange = request.getHeader(HttpHeaders.IF_RANGE);
        if (ifRange == null) {
            return true;
        }
        String given = ifRange.strip();
        if (given.startsWith("\"") || given.startsWith("W/")) {
            return etag != null && given.equals('"' + etag + '"');
        }
        Instant date = date(request, HttpHeaders.IF_RANGE);
        return date != null && date.equals(lastModified);
    }

    void describe(HttpServletResponse response) {
        if (etag != null) {
            response.setHeader(HttpHeaders.ETAG, '"' + etag + '"');
        }
        if (lastModified != null) {
            response.setDateHeader(HttpHeaders.LAST_MODIFIED, lastModified.toEpochMilli());
        }
    }

    private boolean matches(ETag asked, boolean strongly) {
        return asked.isWildcard() || etag != null && asked.compare(new ETag(etag, false), strongly);
    }

    private boolean isModifiedSince(@Nullable Instant date, boolean otherwise) {
        return date == null || lastModified == null ? otherwise : lastModified.isAfter(date);
    }

    private static List<ETag> tags(HttpServletRequest request, String header) {
        String all = String.join(",", Collections.list(request.getHeaders(header)));
        return all.isBlank() ? List.of() : ETag.parse(all);
    }

    private static @Nullable Instant date(HttpServletRequest request, String header) {
        try {
            long millis = request.getDateHeader(header);
            return millis < 0 ? null : Instant.ofEpochMilli(millis);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
