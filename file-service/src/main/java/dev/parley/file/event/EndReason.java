package dev.parley.file.event;

import java.util.Locale;

/** Why a stream ends from the side of the service. */
enum EndReason {
    /** The access token is no longer valid: come back with a new one. */
    TOKEN_EXPIRED,
    /** The session was ended: sign in again. */
    SESSION_ENDED,
    /** The same person has opened too many newer ones. */
    REPLACED,
    /** Events came faster than they were read: some are lost, come back and look at the state of things. */
    TOO_SLOW,
    /** The node stops: come back, to another one. */
    STOPPING;

    /** As clients see it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
