package dev.parley.file.content;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;

import dev.parley.file.FileProblem;
import dev.parley.platform.problem.ProblemException;

/** A part of a content, within its bounds. */
record ByteRange(long offset, long length) {

    /** More ranges than a client needs are an attack rather than a wish. */
    private static final int MOST_RANGES = 16;

    /**
     * The ranges that a request asks for; empty when the whole content is to be sent: no Range, one that cannot be read (RFC 9110,
     * section 14.2: ignored), too many, or an If-Range that does not hold.
     *
     * @throws ProblemException 416 when none of the ranges lies within the content
     */
    static List<ByteRange> requested(HttpServletRequest request, HttpServletResponse response, @Nullable String etag,
            long size) {
        String header = request.getHeader(HttpHeaders.RANGE);
        String ifRange = request.getHeader(HttpHeaders.IF_RANGE);
        if (header == null || ifRange != null && !ifRange.equals(etag)) {
            return List.of();
        }
        List<HttpRange> asked;
        try {
            asked = HttpRange.parseRanges(header);
        } catch (IllegalArgumentException unreadable) {
            return List.of();
        }
        if (asked.size() > MOST_RANGES) {
            return List.of();
        }
        List<ByteRange> within = size == 0
                ? List.of()
                : asked.stream()
                        .filter(range -> range.getRangeStart(size) < size)
                        .map(range -> new ByteRange(range.getRangeStart(size),
                                range.getRangeEnd(size) - range.getRangeStart(size) + 1))
                        .filter(range -> range.length() > 0)
                        .toList();
        if (within.isEmpty() && !asked.isEmpty()) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            throw new ProblemException(FileProblem.RANGE_NOT_SATISFIABLE, "the content has " + size + " bytes")
                    .with("size", size);
        }
        boolean more = within.stream().mapToLong(ByteRange::length).sum() > size;
        return more ? List.of() : within; // overlapping ranges would cost more than the content itself
    }

    String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
