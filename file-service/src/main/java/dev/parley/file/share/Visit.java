package dev.parley.file.share;

import java.time.Instant;
import java.util.Locale;

/**
 * That somebody opened a link.
 *
 * @param id its id
 * @param shareId which link
 * @param userId who
 * @param what what they did
 * @param at when
 */
record Visit(long id, long shareId, long userId, What what, Instant at) {

    /** What can be done with a link. */
    enum What {
        /** Looked at what it opens. */
        VIEWED,
        /** Fetched the content, or a part of it. */
        DOWNLOADED,
        /** Put it into their own drive. */
        SAVED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static What ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
