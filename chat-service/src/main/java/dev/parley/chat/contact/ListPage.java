package dev.parley.chat.contact;

import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.problem.InvalidRequest;

/** One page of a list about other people; {@code nextCursor} is missing on the last one. */
record ListPage<V>(List<V> items, @Nullable String nextCursor) {

    private static final int MAX_LIMIT = 200;

    /**
     * Reads a page.
     *
     * @param query the relations after a place in the list, at most so many
     * @param time by which the list is ordered
     */
    static <V> ListPage<V> of(int limit, @Nullable String cursor,
            BiFunction<ListPosition, Integer, List<Relation>> query, Function<Relation, V> view,
            Function<Relation, Instant> time) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw InvalidRequest.of("limit", "must be 1 to " + MAX_LIMIT);
        }
        ListPosition after = cursor == null ? ListPosition.START : ListPosition.parse(cursor);
        List<Relation> found = query.apply(after, limit + 1);
        List<Relation> page = found.size() > limit ? found.subList(0, limit) : found;
        return new ListPage<>(page.stream().map(view).toList(), found.size() > limit
                ? new ListPosition(time.apply(page.getLast()), page.getLast().otherId()).cursor()
                : null);
    }
}
