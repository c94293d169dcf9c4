package dev.parley.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The header and claims of a token (RFC 7515, compact form) by hand: no library stands between a test and a token that is wrong. */
final class JwsDraft {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Object> header;
    private final Map<String, Object> claims;

    JwsDraft(Map<String, Object> header, Map<String, Object> claims) {
        this.header = new LinkedHashMap<>(header);
        this.claims = new LinkedHashMap<>(claims);
    }

    /** With this header parameter; without it where the value is null. */
    JwsDraft header(String name, @Nullable Object value) {
        set(header, name, value);
        return this;
    }

    /** With this claim; without it where the value is null. */
    JwsDraft claim(String name, @Nullable Object value) {
        set(claims, name, value);
        return this;
    }

    /** The claims as JSON. */
    byte[] payload() {
        return JSON.writeValueAsBytes(claims);
    }

    /** Signed as RFC 7518 says for this algorithm of the JDK, whatever the header says. */
    String signed(String algorithm, PrivateKey key) {
        return signed(payload(), algorithm, key);
    }

    /** The same with other bytes in the place of the claims. */
    String signed(byte[] payload, String algorithm, PrivateKey key) {
        return withSignature(payload, signature(payload, algorithm, key));
    }

    /** What {@link #signed} signs the token with. */
    byte[] signature(byte[] payload, String algorithm, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(input(payload).getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Authenticated with HMAC-SHA-256 under this secret. */
    String authenticated(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return withSignature(payload(), mac.doFinal(input(payload()).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With these bytes in the place of a signature. */
    String withSignature(byte[] signature) {
        return withSignature(payload(), signature);
    }

    private String withSignature(byte[] payload, byte[] signature) {
        return input(payload) + "." + encode(signature);
    }

    private String input(byte[] payload) {
        return encode(JSON.writeValueAsBytes(header)) + "." + encode(payload);
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void set(Map<String, Object> members, String name, @Nullable Object value) {
        if (value == null) {
            members.remove(name);
        } else {
            members.put(name, value);
        }
    }
}
