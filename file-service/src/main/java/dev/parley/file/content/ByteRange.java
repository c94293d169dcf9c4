package dev.parley.file.content;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;

/** A part of a content, within its bounds, of at least one byte. */
record ByteRange(long offset, long length) {

    /** More ranges than a client needs are an attack rather than a wish. */
    private static final int MOST_RANGES = 16;
    /** Ranges that are closer than this are sent as one: the head of another part would be longer. */
    private static final int SMALLEST_GAP = 128;
    private static final String UNIT = "bytes=";

    /**
     * The ranges that a request asks for (RFC 9110, section 14.2), in its order; those that overlap or nearly touch are one. Empty when
     * the whole content is to be sent: there is no Range, or one that cannot be read, or too many. An empty list: none lies within the
     * content.
     */
    static Optional<List<ByteRange>> requested(HttpServletRequest request, long size) {
        String header = String.join(",", Collections.list(request.getHeaders(HttpHeaders.RANGE))).strip();
        if (!header.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return Optional.empty();
        }
        List<HttpRange> asked;
        try {
            asked = HttpRange.parseRanges(UNIT + header.substring(UNIT.length()).strip());
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
        if (asked.isEmpty() || asked.size() > MOST_RANGES) {
            return Optional.empty();
        }
        return Optional.of(coalesced(asked.stream().flatMap(range -> within(range, size).stream()).toList()));
    }

    private static Optional<ByteRange> within(HttpRange range, long size) {
        if (size == 0 || range.getRangeStart(size) >= size) {
            return Optional.empty();
        }
        long start = range.getRangeStart(size);
        return Optional.of(new ByteRange(start, range.getRangeEnd(size) - start + 1));
    }

    private static List<ByteRange> coalesced(List<ByteRange> ranges) {
        List<ByteRange> apart = new ArrayList<>();
        for (ByteRange range : ranges) {
            ByteRange grown = range;
            int place = apart.size();
            // What it swallows may lie anywhere; and grown by that, it may reach another one.
            for (int i = 0; i < apart.size(); i++) {
                if (grown.isNear(apart.get(i))) {
                    grown = grown.spanWith(apart.remove(i));
                    place = Math.min(place, i);
                    i = -1;
                }
            }
            apart.add(Math.min(place, apart.size()), grown);
        }
        return List.copyOf(apart);
    }

    private boolean isNear(ByteRange other) {
        return offset <= other.end() + SMALLEST_GAP && other.offset <= end() + SMALLEST_GAP;
    }

    private ByteRange spanWith(ByteRange other) {
        long start = Math.min(offset, other.offset);
        return new ByteRange(start, Math.max(end(), other.end()) - start);
    }

    /** The first byte after it. */
    long end() {
        return offset + length;
    }

    String contentRange(long size) {
        return "bytes " + offset + "-" + (end() - 1) + "/" + size;
    }
}
