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

import io.jsonwebtoken.security.Jwks;

/**
 * A P-256 key pair that signs access tokens (ES256).
 *
 * @param kid the JWK thumbprint of the public key (RFC 7638)
 * @param generation 1 for the first key, 2 for its successor …; the newest signs
 */
record SigningKey(String kid, int generation, ECPublicKey publicKey, PrivateKey privateKey) {

    /** A new random key pair. */
    static SigningKey create(int generation) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
            String kid = Jwks.builder().key(publicKey).build().thumbprint().toString();
            return new SigningKey(kid, generation, publicKey, pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 is part of every JDK", e);
        }
    }

    /** Reads a key pair from its X.509 and PKCS#8 forms. */
    static SigningKey decode(String kid, int generation, byte[] x509, byte[] pkcs8) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new SigningKey(kid, generation, (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(x509)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + kid + " is not a P-256 key pair", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[kid=" + kid + ", generation=" + generation + "]";
    }
}
