package dev.parley.auth.session;

/**
 * A genuine refresh token, opened. Only {@link RefreshTokens} makes them, from randomness or after checking what came in.
 *
 * @param sessionId the session it belongs to
 * @param generation 0 for the token of the login, one more with each rotation
 * @param bytes the whole token
 */
record RefreshToken(long sessionId, int generation, byte[] bytes) {

    @Override
    public String toString() {
        return "RefreshToken[sessionId=" + sessionId + ", generation=" + generation + ", hidden]";
    }
}
