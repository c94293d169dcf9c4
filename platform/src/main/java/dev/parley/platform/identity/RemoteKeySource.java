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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClient;

/**
 * Reads the published keys of auth-service (RFC 7517) and keeps them. Keys that were read long ago are read again beside the
 * requests, which go on with what is known: nobody waits for an auth-service that hangs or is away. Only an unknown id makes
 * its request wait for a new look, at most one every few seconds, so that forged ids cannot flood auth-service.
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
    private final AtomicBoolean renewing = new AtomicBoolean();
    private volatile Instant lastLook = Instant.MIN;

    RemoteKeySource(RestClient http, URI jwksUri, Clock clock) {
        this.http = http;
        this.jwksUri = jwksUri;
        this.clock = clock;
    }

    @Override
    public Optional<PublicKey> cachedByKeyId(String keyId) {
        Snapshot now = snapshot;
        PublicKey key = now.keys().get(keyId);
        if (key != null && !now.takenAt().plus(FRESH).isAfter(clock.instant()) && mayLook()
                && renewing.compareAndSet(false, true)) {
            Thread.startVirtualThread(this::renew);
        }
        return Optional.ofNullable(key);
    }

    private void renew() {
        looking.lock();
        try {
            lookIfAllowed();
        } finally {
            looking.unlock();
            renewing.set(false);
        }
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
            if (known.isEmpty()) {
                lookIfAllowed();
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

    private boolean mayLook() {
        return !lastLook.plus(MIN_BETWEEN_LOOKS).isAfter(clock.instant());
    }

    private void lookIfAllowed() {
        if (mayLook()) {
            lastLook = clock.instant();
            look();
        }
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
}
