package dev.parley.auth.token;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

import org.springframework.stereotype.Component;

import dev.parley.auth.secret.KeyEncryptionKey;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Seals private keys for the database with AES-256-GCM: a random 96-bit nonce, then ciphertext and tag. The key's id is
 * authenticated with it, so that a sealed key put into another row does not open.
 */
@Component
class KeySeal {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    KeySeal(KeyEncryptionKey secret) {
        this.key = secret.derive("signing keys at rest", "AES");
    }

    byte[] seal(byte[] privateKey, String kid) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, kid).doFinal(privateKey);
            return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws WrongKeyException if it was sealed under another key-encryption key or for another id, or was changed
     */
    byte[] open(byte[] sealed, String kid) {
        if (sealed.length <= NONCE_BYTES) {
            throw new WrongKeyException(kid);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(sealed).get(nonce);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, kid).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new WrongKeyException(kid);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String kid) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(kid.getBytes(US_ASCII));
        return cipher;
    }

    /** A stored key does not open: PARLEY_AUTH_KEY_ENCRYPTION_KEY is not the one it was sealed under. */
    static final class WrongKeyException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        WrongKeyException(String kid) {
            super("signing key " + kid
                    + " cannot be opened: PARLEY_AUTH_KEY_ENCRYPTION_KEY is not the one that the stored "
                    + "keys were sealed under");
        }
    }
}
