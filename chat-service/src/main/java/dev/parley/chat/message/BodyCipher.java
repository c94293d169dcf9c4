package dev.parley.chat.message;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.EncryptionSettings;

/**
 * AES-256-GCM (NIST SP 800-38D) over bodies. The associated data is channel and message id, so that a body copied to another
 * row does not open. Nonces are random 96 bits: change the key before 2^32 messages.
 */
@Component
final class BodyCipher {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final String currentKeyId;
    private final SecretKey currentKey;
    private final Map<String, SecretKey> keys = new HashMap<>();

    BodyCipher(ChatSettings settings) {
        EncryptionSettings encryption = settings.encryption();
        this.currentKeyId = encryption.keyId();
        this.currentKey = key(encryption.key());
        encryption.previousKeys().forEach((id, value) -> keys.put(id, key(value)));
        keys.put(currentKeyId, currentKey);
    }

    private static SecretKey key(String base64) {
        return new SecretKeySpec(Base64.getDecoder().decode(base64), "AES");
    }

    SealedBody seal(long channelId, long messageId, byte[] body) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.ENCRYPT_MODE, currentKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associatedData(channelId, messageId));
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(body.length));
            cipher.doFinal(body, 0, body.length, sealed, NONCE_BYTES);
            return new SealedBody(currentKeyId, sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /** The body, or empty when its key is not configured or it was tampered with. */
    Optional<byte[]> open(long channelId, long messageId, SealedBody sealed) {
        SecretKey key = keys.get(sealed.keyId());
        if (key == null || sealed.bytes().length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed.bytes(), 0, NONCE_BYTES));
            cipher.updateAAD(associatedData(channelId, messageId));
            return Optional.of(cipher.doFinal(sealed.bytes(), NONCE_BYTES, sealed.bytes().length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] associatedData(long channelId, long messageId) {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(channelId).putLong(messageId).array();
    }
}
