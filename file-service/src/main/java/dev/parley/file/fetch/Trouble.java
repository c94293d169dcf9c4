package dev.parley.file.fetch;

import java.util.Locale;

/** Why a job did not get on. */
enum Trouble {
    /** The address is not one that is fetched from. */
    URL_REFUSED(false),
    /** The host is unknown, or has an address that is not public: which of the two is not told. */
    HOST_REFUSED(false),
    /** As HOST_REFUSED, of a host that has answered before. */
    HOST_LOST(true),
    /** The server sends on to an address that is not fetched from. */
    REDIRECT_REFUSED(false),
    /** The server sends on and on. */
    TOO_MANY_REDIRECTS(false),
    /** No connection. */
    CONNECT_FAILED(true),
    /** No secure connection with the host of that name. */
    TLS_FAILED(false),
    /** No answer in time. */
    TIMED_OUT(true),
    /** The server refused (4xx). */
    REFUSED_BY_SERVER(false),
    /** The server cannot answer for now (5xx, 408, 429). */
    SERVER_ERROR(true),
    /** What came is not HTTP, or contradicts itself. */
    BAD_ANSWER(true),
    /** The body ended early. */
    BROKEN_OFF(true),
    /** The body came too slowly. */
    TOO_SLOW(true),
    /** More than may be fetched. */
    TOO_LARGE(false),
    /** The job has run for too long. */
    TIME_LIMIT(false),
    /** The drive has no room for it. */
    QUOTA_EXCEEDED(false),
    /** The staging directory takes no more bytes. */
    STORAGE_FULL(true),
    /** The node that worked on it went away. */
    NODE_LOST(true),
    /** Something that should not happen did; the log has it. */
    INTERNAL_ERROR(true);

    private final boolean passing;

    Trouble(boolean passing) {
        this.passing = passing;
    }

    /** Whether another attempt makes sense. */
    boolean passing() {
        return passing;
    }

    /** The word in the API and in the table. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
