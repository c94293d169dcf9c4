package dev.parley.chat.socket;

/**
 * Why this side closes a socket. All in 4000 to 4999, the range that RFC 6455 leaves to applications and that proxies pass on as it
 * is.
 */
enum CloseCode {

    /** A frame that is no JSON object or array of objects, or too large. A client with a defect: do not repeat it. */
    MALFORMED(4400, "malformed frame"),
    /** The session has ended. Log in again. */
    SESSION_ENDED(4401, "session ended"),
    /** Nothing came for too long, no pong either. Reconnect and resume. */
    IDLE(4408, "idle"),
    /** The client read too slowly for what was pushed. Reconnect and resume. */
    RESYNC(4409, "too slow: reconnect and resume"),
    /** Many more operations than allowed. Reconnect later, and slow down. */
    TOO_MANY_FRAMES(4429, "too many frames"),
    /** This node stops, or cannot serve at the moment. Reconnect and resume: another node answers. */
    DRAINING(4503, "reconnect");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
