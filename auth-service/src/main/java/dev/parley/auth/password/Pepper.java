package dev.parley.auth.password;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.parley.auth.secret.Macs;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A secret beside the database: passwords are hashed as HMAC-SHA256(pepper, password), so that whoever has only the database
 * cannot guess at all.
 *
 * @param key the secret
 * @param id names the pepper in stored hashes and says nothing about it
 */
record Pepper(SecretKey key, String id) {

    private static final int BYTES = 32;
    private static final int ID_BYTES = 6;
    private static final byte[] NO_UTF_8 = {(byte) 0xFF}; // so that no password has the MAC that the id is made of

    /**
     * Reads a pepper.
     *
     * @param base64 32 bytes; blank for none
     * @throws IllegalArgumentException if it is neither
     */
    static Optional<Pepper> read(String base64) {
        if (base64.isBlank()) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getDecoder().decode(base64.strip());
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a pepper has 32 bytes");
        }
        SecretKey key = new SecretKeySpec(bytes, "HmacSHA256");
        return Optional.of(new Pepper(key, HexFormat.of().formatHex(Macs.hmacSha256(key, NO_UTF_8), 0, ID_BYTES)));
    }

    /** What is hashed in place of the password. */
    String season(String password) {
        return Base64.getEncoder().encodeToString(Macs.hmacSha256(key, password.getBytes(UTF_8)));
    }

    @Override
    public String toString() {
        return "Pepper[id=" + id + ", hidden]";
    }
}
