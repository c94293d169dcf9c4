package dev.parley.chat.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.problem.InvalidRequest;

/** Which part of a channel's stream somebody asks for; how many entries is another matter. */
sealed interface HistoryRequest {

    /** What follows a version. */
    record After(long version) implements HistoryRequest {}

    /** What comes before a version: the newest of it. */
    record Before(long version) implements HistoryRequest {}

    /** A version with as much on both sides. */
    record Around(long version) implements HistoryRequest {}

    /** From the first entry at that time or later. */
    record At(Instant time) implements HistoryRequest {}

    /** Entries with {@code after < version <= upTo}. */
    record Range(long after, long upTo) {}

    /**
     * Reads the parameters, of which exactly one must be there.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code invalid-request}, naming the parameter
     */
    static HistoryRequest of(@Nullable String after, @Nullable String before, @Nullable String around,
            @Nullable String at) {
        List<HistoryRequest> given = new ArrayList<>(1);
        if (after != null) {
            given.add(new After(version("after", after)));
        }
        if (before != null) {
            given.add(new Before(one(given, "before", version("before", before))));
        }
        if (around != null) {
            given.add(new Around(one(given, "around", version("around", around))));
        }
        if (at != null) {
            given.add(new At(one(given, "at", time(at))));
        }
        if (given.isEmpty()) {
            throw InvalidRequest.of("after", "or before, around or at must be given");
        }
        return given.getFirst();
    }

    private static <T> T one(List<HistoryRequest> given, String field, T value) {
        if (!given.isEmpty()) {
            throw InvalidRequest.of(field, "must be the only one of after, before, around and at");
        }
        return value;
    }

    private static long version(String field, String value) {
        try {
            long version = Long.parseLong(value);
            if (version >= 0) {
                return version;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw InvalidRequest.of(field, "must be a version, a whole number from 0");
    }

    private static Instant time(String value) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw InvalidRequest.of("at", "must be a time such as 2026-11-20T12:00:00Z");
        }
    }

    /** The range that answers this, of at most {@code limit} entries and within the bounds. */
    default Range within(Timeline.Bounds bounds, int limit, ToLongFunction<Instant> firstAt) {
        long nothing = bounds.first() - 1;
        return switch (this) {
            case After(long version) ->
                from(Math.clamp(version, nothing, Math.max(nothing, bounds.last())), bounds, limit);
            case At(Instant time) -> from(firstAt.applyAsLong(time) - 1, bounds, limit);
            case Before(long version) ->
                upTo(Math.clamp(version - 1, nothing, Math.max(nothing, bounds.last())), bounds, limit);
            case Around(long version) -> {
                long centre = Math.clamp(version, nothing, Math.max(nothing, bounds.last()));
                Range range = from(Math.max(nothing, centre - 1 - limit / 2), bounds, limit);
                yield range.upTo() == bounds.last() ? upTo(range.upTo(), bounds, limit) : range;
            }
        };
    }

    private static Range from(long after, Timeline.Bounds bounds, int limit) {
        return new Range(after, Math.max(after, Math.min(bounds.last(), after + limit)));
    }

    private static Range upTo(long upTo, Timeline.Bounds bounds, int limit) {
        return new Range(Math.max(bounds.first() - 1, upTo - limit), upTo);
    }
}
