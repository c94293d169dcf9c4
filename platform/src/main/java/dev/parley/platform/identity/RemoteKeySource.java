package dev.parley.platform.identity;

import java.net.URI;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClient;

/**
 * Reads the published keys of auth-service (RFC 7517) and keeps them. An unknown id leads to a new look, at most every few
 * seconds, so that forged ids cannot flood auth-service; when auth-service is away the known keys stay good.
 */
final class RemoteKeySource implements KeySource {

    private static final Logger log = LoggerFactory.getLogger(RemoteKeySource.class);
    private static final Duration MIN_BETWEEN_LOOKS = Duration.ofSeconds(3);
    private static final Duration FRESH = Duration.ofMinutes(10);

    private record Snapshot(Map<String, PublicKey> keys, Instant takenAt) {}

    private final RestClient http;
    private final URI jwksUri;
    private final Clock clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Instant.MIN);
    private volatile Instant lastLook = Instant.MIN;

    RemoteKeySource(RestClient http, URI jwksUri, Clock clock) {
        this.http = http;
        this.jwksUri = jwksUri;
        this.clock = clock;
    }

    @Override
    public Optional<PublicKey> cachedByKeyId(String keyId) {
        Snapshot now = snapshot;
        return isFresh(now) ? Optional.ofNullable(now.keys().get(keyId)) : Optional.empty();
    }

    @Override
    public Optional<PublicKey> byKeyId(String keyId) {
        Optional<PublicKey> known = cachedByKeyId(keyId);
        if (known.isPresent()) {
            return known;
        }
        looking.lock(); // one look serves all who wait
        try {
            known = cachedByKeyId(keyId);
            if (known.isEmpty() && !lastLook.plus(MIN_BETWEEN_LOOKS).isAfter(clock.instant())) {
                lastLook = clock.instant();
                look();
            }
        } finally {
            looking.unlock();
        }
        if (snapshot.keys().isEmpty()) {
            throw new KeysUnavailableException("no signing keys from " + jwksUri,
                    new IllegalStateException("never read"));
        }
        return Optional.ofNullable(snapshot.keys().get(keyId));
    }

    private void look() {
        try {
            String json = http.get().uri(jwksUri).retrieve().body(String.class);
            Map<String, PublicKey> keys = new HashMap<>();
            for (Jwk<?> jwk : Jwks.setParser().build().parse(json == null ? "" : json).getKeys()) {
                if (jwk.getId() != null && jwk.toKey() instanceof ECPublicKey key) {
                    keys.put(jwk.getId(), key);
                }
            }
            snapshot = new Snapshot(Map.copyOf(keys), clock.instant());
        } catch (RuntimeException e) {
            log.warn("signing keys could not be read from {}, going on with {} known: {}", jwksUri,
                    snapshot.keys().size(),
                    e.toString());
        }
    }

    private boolean isFresh(Snapshot taken) {
        return !taken.keys().isEmpty() && taken.takenAt().plus(FRESH).isAfter(clock.instant());
    }
}
