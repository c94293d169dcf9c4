package dev.parley.file.share;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.InvalidRequest;

/** Where a page begins: below this id. Opaque to clients. */
final class ShareCursor {

    private ShareCursor() {}

    static String after(long id) {
        return Ids.format(id);
    }

    /** The id below which the page begins; the largest for no cursor. */
    static long read(@Nullable String cursor) {
        return cursor == null
                ? Long.MAX_VALUE
                : Ids.parse(cursor).orElseThrow(() -> InvalidRequest.of("cursor", "must be one that a list has given"));
    }
}
