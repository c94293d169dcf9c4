package dev.parley.auth.session;

import java.time.Duration;

/** What became of a refresh token that was sent in. */
sealed interface Rotation {

    /**
     * It was exchanged, or was exchanged a moment ago and the answer was lost.
     *
     * @param successor the token to go on with
     * @param lifetime how long the session stands unless it is refreshed again
     */
    record Rotated(long userId, RefreshToken successor, Duration lifetime) implements Rotation {}

    /** Its session does not stand. */
    record Refused() implements Rotation {}

    /** It had been used before, by somebody else perhaps: its session was ended. */
    record Reused(long userId) implements Rotation {}
}
