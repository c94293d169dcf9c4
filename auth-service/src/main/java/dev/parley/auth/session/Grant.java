package dev.parley.auth.session;

import java.time.Duration;

import dev.parley.auth.token.AccessToken;

/** What a person gets who signed in or refreshed. */
record Grant(long userId, long sessionId, AccessToken accessToken, String refreshToken, Duration refreshLifetime) {

    @Override
    public String toString() {
        return "Grant[userId=" + userId + ", sessionId=" + sessionId + ", tokens hidden]";
    }
}
