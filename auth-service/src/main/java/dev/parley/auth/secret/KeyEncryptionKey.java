package dev.parley.auth.secret;

import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

import org.springframework.boot.context.properties.ConfigurationProperties;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The secret that all instances of auth-service are given from outside. Never used itself: each purpose has a key of its
 * own, derived by HKDF-SHA256 (RFC 5869), so that what one purpose gives away says nothing about another.
 *
 * @param keyEncryptionKey 32 random bytes in base64
 */
@ConfigurationProperties(prefix = "parley.auth.secret", ignoreUnknownFields = false)
public record KeyEncryptionKey(String keyEncryptionKey) {

    private static final int BYTES = 32;

    public KeyEncryptionKey {
        if (decode(keyEncryptionKey).length != BYTES) {
            throw new IllegalArgumentException(
                    "PARLEY_AUTH_KEY_ENCRYPTION_KEY (parley.auth.secret.key-encryption-key) must be "
                            + "32 random bytes in base64, as printed by: openssl rand -base64 32");
        }
    }

    /**
     * The key for one purpose; the same on every instance.
     *
     * @param algorithm the JCA name of the algorithm that it is for
     */
    public SecretKey derive(String purpose, String algorithm) {
        try {
            HKDFParameterSpec parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(decode(keyEncryptionKey))
                    .thenExpand(("parley auth-service: " + purpose).getBytes(US_ASCII), BYTES);
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256 is part of every JDK from 25 on", e);
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @Override
    public String toString() {
        return "KeyEncryptionKey[hidden]";
    }
}
