package dev.parley.gateway.session;

/** Whether a session stands. */
enum Standing {
    /** It does, as far as is known. */
    STANDS,
    /** It was ended: nothing brings it back. */
    ENDED,
    /** Nobody can say at the moment. */
    UNKNOWN
}
