package dev.parley.platform.identity;

import java.time.Instant;

import dev.parley.platform.id.Ids;

/**
 * The verified person behind a request.
 *
 * @param userId the {@code sub} claim
 * @param sessionId the {@code sid} claim: the session that ends with a logout
 * @param tokenId the {@code jti} claim
 * @param expiresAt the {@code exp} claim
 */
public record Identity(long userId, String sessionId, String tokenId, Instant expiresAt) {

    /** The user id in its outside form. */
    public String user() {
        return Ids.format(userId);
    }
}
