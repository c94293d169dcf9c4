package dev.parley.auth.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import io.jsonwebtoken.security.Jwks;

/**
 * A P-256 key pair that signs access tokens (ES256).
 *
 * @param kid the JWK thumbprint of the public key (RFC 7638)
 * @param generation counts the keys
 * @param times when it was made and from when it signs
 */
record SigningKey(String kid, int generation, Times times, ECPublicKey publicKey, PrivateKey privateKey) {

    /** When a key was made, which is when it is published, and from when it signs, until the next one does. */
    record Times(Instant createdAt, Instant signsFrom) {}

    /** A new random key pair. */
    static SigningKey create(int generation, Times times) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
            String kid = Jwks.builder().key(publicKey).build().thumbprint().toString();
            return new SigningKey(kid, generation, times, publicKey, pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 is part of every JDK", e);
        }
    }

    /** Reads a key pair from its X.509 and PKCS#8 forms. */
    static SigningKey decode(String kid, int generation, Times times, byte[] x509, byte[] pkcs8) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new SigningKey(kid, generation, times,
                    (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(x509)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + kid + " is not a P-256 key pair", e);
        }
    }

    /**
     * The one of these keys that signs at this time: the newest whose time has come, or else the oldest. Decided by what is
     * stored alone, so that all instances say the same.
     *
     * @param keys at least one
     */
    static SigningKey signingAt(Instant time, List<SigningKey> keys) {
        Comparator<SigningKey> byAge = Comparator.comparingInt(SigningKey::generation);
        return keys.stream()
                .filter(key -> !key.times().signsFrom().isAfter(time))
                .max(byAge)
                .or(() -> keys.stream().min(byAge))
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "SigningKey[kid=" + kid + ", generation=" + generation + ", times=" + times + "]";
    }
}
