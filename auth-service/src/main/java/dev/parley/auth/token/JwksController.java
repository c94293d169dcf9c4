package dev.parley.auth.token;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.List;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Publishes the public halves of the signing keys (RFC 7517). */
@RestController
class JwksController {

    private static final int COORDINATE_BYTES = 32;

    /** The keys, newest first. */
    record JsonWebKeySet(List<JsonWebKey> keys) {}

    /** An elliptic-curve public key (RFC 7518, section 6.2.1). */
    record JsonWebKey(String kty, String crv, String use, String alg, String kid, String x, String y) {

        static JsonWebKey of(SigningKey key) {
            ECPublicKey publicKey = key.publicKey();
            return new JsonWebKey("EC", "P-256", "sig", "ES256", key.kid(),
                    coordinate(publicKey.getW().getAffineX()), coordinate(publicKey.getW().getAffineY()));
        }

        private static String coordinate(BigInteger value) {
            byte[] bytes = value.toByteArray(); // perhaps with a sign byte in front, perhaps short
            byte[] fixed = new byte[COORDINATE_BYTES];
            int length = Math.min(bytes.length, COORDINATE_BYTES);
            System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
        }
    }

    private final SigningKeys keys;
    private final TokenSettings settings;

    JwksController(SigningKeys keys, TokenSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    /** For everybody. */
    @GetMapping("/api/auth/.well-known/jwks.json")
    ResponseEntity<JsonWebKeySet> keySet() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(settings.keyRefresh()).cachePublic())
                .body(new JsonWebKeySet(keys.all().stream().map(JsonWebKey::of).toList()));
    }
}
