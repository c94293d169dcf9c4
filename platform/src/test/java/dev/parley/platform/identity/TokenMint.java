package dev.parley.platform.identity;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;

import dev.parley.platform.id.Ids;

/** Makes access tokens as auth-service does, and others that differ from them in one thing. */
public final class TokenMint implements KeySource {

    public static final String KEY_ID = "k1";

    private final KeyPair keys = Jwts.SIG.ES256.keyPair().build();
    private final KeyPair foreign = Jwts.SIG.ES256.keyPair().build();

    /** A good token of this person. */
    public String token(long userId) {
        return good(userId).signWith(keys.getPrivate(), Jwts.SIG.ES256).compact();
    }

    /** All claims as they should be, not signed yet, so that a test can spoil one. */
    public JwtBuilder good(long userId) {
        Instant now = Instant.now();
        return Jwts.builder()
                .header()
                .type("at+jwt")
                .keyId(KEY_ID)
                .and()
                .issuer("https://parley.local")
                .audience()
                .add("parley")
                .and()
                .subject(Ids.format(userId))
                .id(UUID.randomUUID().toString())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(Duration.ofMinutes(15))))
                .claims(Map.of("sid", "s1", "client_id", "parley"));
    }

    public KeyPair keys() {
        return keys;
    }

    public KeyPair foreignKeys() {
        return foreign;
    }

    /** The public key as auth-service publishes it. */
    public String jwks() {
        var jwk = Jwks.builder().key((ECPublicKey) keys.getPublic()).id(KEY_ID).build();
        return "{\"keys\":[" + Jwks.UNSAFE_JSON(jwk) + "]}";
    }

    @Override
    public Optional<PublicKey> byKeyId(String keyId) {
        return cachedByKeyId(keyId);
    }

    @Override
    public Optional<PublicKey> cachedByKeyId(String keyId) {
        return keyId.equals(KEY_ID) ? Optional.of(keys.getPublic()) : Optional.empty();
    }
}
