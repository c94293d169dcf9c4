package dev.parley.hash.worker;

import dev.parley.hash.digest.Digests;

/** What came of one attempt to read a content and compute its digests. */
sealed interface HashOutcome {

    /** Done. */
    record Computed(Digests digests) implements HashOutcome {}

    /** It will never work: the requester is told why. */
    record Refused(Reason reason, String detail) implements HashOutcome {}

    /** It did not work this time. */
    record Unavailable(String detail) implements HashOutcome {}

    /** The {@code error.code} of an answer. */
    enum Reason {
        /** The message names an algorithm that is not computed here. */
        UNKNOWN_ALGORITHM("unknown-algorithm"),
        /** The URL is not http, or its host is not on the allow-list. */
        CONTENT_URL_REFUSED("content-url-refused"),
        /** The content host knows no such content (404, 410). */
        CONTENT_NOT_FOUND("content-not-found"),
        /** The content host does not give the content (any other 3xx or 4xx): an expired or wrong signature, say. */
        CONTENT_REFUSED("content-refused"),
        /** There are more or fewer bytes than the message says. */
        SIZE_MISMATCH("size-mismatch");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
