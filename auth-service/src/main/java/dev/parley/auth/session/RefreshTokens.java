package dev.parley.auth.session;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.SecretKey;

import org.springframework.stereotype.Component;

import dev.parley.auth.secret.KeyEncryptionKey;
import dev.parley.auth.secret.Macs;

/**
 * Makes and opens refresh tokens: 80 characters that mean nothing outside.
 *
 * <p>Inside: session id (8 bytes), generation (4), secret (32), and a MAC over these (16). The MAC tells a token that was
 * once issued from one that somebody made up, without asking the database; so a stranger who knows a session's id cannot
 * have it ended by presenting a "used" token. The secret of the first token is random; that of each successor is derived
 * from its predecessor and a random salt, so that the same successor can be given again without being stored anywhere.
 */
@Component
class RefreshTokens {

    static final int SALT_BYTES = 16;

    private static final int SECRET_BYTES = 32;
    private static final int MAC_BYTES = 16;
    private static final int SIGNED_BYTES = Long.BYTES + Integer.BYTES + SECRET_BYTES;
    private static final int TOKEN_BYTES = SIGNED_BYTES + MAC_BYTES;
    private static final int CHARACTERS = TOKEN_BYTES / 3 * 4;

    private final SecretKey authenticity;
    private final SecretKey succession;
    private final SecureRandom random = new SecureRandom();

    RefreshTokens(KeyEncryptionKey secret) {
        this.authenticity = secret.derive("refresh token authenticity", "HmacSHA256");
        this.succession = secret.derive("refresh token succession", "HmacSHA256");
    }

    /** The first token of a new session. */
    RefreshToken first(long sessionId) {
        return token(sessionId, 0, randomBytes(SECRET_BYTES));
    }

    /** A salt for {@link #successor}. */
    byte[] newSalt() {
        return randomBytes(SALT_BYTES);
    }

    /** The token that follows this one, the same each time for the same salt. */
    RefreshToken successor(RefreshToken token, byte[] salt) {
        return token(token.sessionId(), token.generation() + 1, Macs.hmacSha256(succession, token.bytes(), salt));
    }

    /** What the database keeps of a token: SHA-256, which suffices for a secret of 256 random bits. */
    byte[] hash(RefreshToken token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.bytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** The token as it goes to the client. */
    String format(RefreshToken token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.bytes());
    }

    /** Opens what a client sent; empty for anything that was never issued. */
    Optional<RefreshToken> parse(String text) {
        if (text.length() != CHARACTERS) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] expected = authenticator(Arrays.copyOf(bytes, SIGNED_BYTES));
        byte[] actual = Arrays.copyOfRange(bytes, SIGNED_BYTES, TOKEN_BYTES);
        if (!MessageDigest.isEqual(expected, actual)) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        return Optional.of(new RefreshToken(fields.getLong(), fields.getInt(), bytes));
    }

    private RefreshToken token(long sessionId, int generation, byte[] secret) {
        byte[] signed = ByteBuffer.allocate(SIGNED_BYTES).putLong(sessionId).putInt(generation).put(secret).array();
        byte[] bytes = ByteBuffer.allocate(TOKEN_BYTES).put(signed).put(authenticator(signed)).array();
        return new RefreshToken(sessionId, generation, bytes);
    }

    private byte[] authenticator(byte[] signed) {
        return Arrays.copyOf(Macs.hmacSha256(authenticity, signed), MAC_BYTES);
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
