package dev.parley.file.share;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

import org.springframework.stereotype.Component;

import dev.parley.file.content.SigningKey;

/**
 * What a person gets for the right password of a link: the end of its validity, and an HMAC over that, the person, the link and the hash of
 * its password. Nothing is stored; it opens this link to this person and nobody else.
 */
@Component
class AccessKeys {

    private static final String PURPOSE = "parley share access v1";

    private final SigningKey signing;
    private final ShareSettings settings;
    private final Clock clock;

    AccessKeys(SigningKey signing, ShareSettings settings, Clock clock) {
        this.signing = signing;
        this.settings = settings;
        this.clock = clock;
    }

    /** A key, and when it stops to open. */
    record AccessKey(String text, Instant expiresAt) {}

    /** Makes a key for somebody who knew the password. */
    AccessKey make(Share share, String passwordHash, long userId) {
        Instant expiresAt = clock.instant().plus(settings.unlockedFor()).truncatedTo(ChronoUnit.SECONDS);
        byte[] signature = sign(share, passwordHash, userId, expiresAt.getEpochSecond());
        byte[] key = ByteBuffer.allocate(Long.BYTES + signature.length).putLong(expiresAt.getEpochSecond())
                .put(signature).array();
        return new AccessKey(Base64.getUrlEncoder().withoutPadding().encodeToString(key), expiresAt);
    }

    /** Whether this key opens the link to this person now; compared in constant time. */
    boolean opens(String key, Share share, String passwordHash, long userId) {
        byte[] given;
        try {
            given = Base64.getUrlDecoder().decode(key);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        if (given.length <= Long.BYTES) {
            return false;
        }
        ByteBuffer parts = ByteBuffer.wrap(given);
        long expires = parts.getLong();
        byte[] signature = new byte[parts.remaining()];
        parts.get(signature);
        boolean signed = MessageDigest.isEqual(sign(share, passwordHash, userId, expires), signature);
        return signed && clock.instant().getEpochSecond() < expires;
    }

    private byte[] sign(Share share, String passwordHash, long userId, long expires) {
        return signing.sign(PURPOSE + "\n" + share.id() + "\n" + userId + "\n" + expires + "\n" + passwordHash);
    }
}
