package dev.parley.gateway.session;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.parley.platform.identity.TokenVerifier;
import dev.parley.platform.identity.Verification;
import dev.parley.platform.identity.Verification.KeysNeeded;
import dev.parley.platform.identity.Verification.Valid;

/**
 * Verifies tokens without ever blocking the caller, and remembers valid ones for a short while: a signature verification
 * costs more than all the rest of a small request.
 */
@Component
class VerifiedTokens {

    private final TokenVerifier verifier;
    private final Clock clock;
    private final Cache<String, Valid> valid;
    private final AtomicReference<@Nullable Mono<Void>> keyFetch = new AtomicReference<>();

    VerifiedTokens(TokenVerifier verifier, SessionSettings settings, Clock clock) {
        this.verifier = verifier;
        this.clock = clock;
        this.valid = Caffeine.newBuilder().maximumSize(settings.maxTokens()).expireAfterWrite(settings.tokenCacheFor())
                .build();
    }

    /** The verification; never {@link KeysNeeded}. */
    Mono<Verification> verify(String token) {
        Valid known = valid.getIfPresent(token);
        if (known != null && known.identity().expiresAt().isAfter(clock.instant())) {
            return Mono.just(known);
        }
        Verification quick = verifier.verifyCached(token);
        return quick instanceof KeysNeeded
                ? verifyWithNewKeys(token).doOnNext(found -> remember(token, found))
                : Mono.just(remember(token, quick));
    }

    /** Fetching keys blocks. One thread does it for all who wait; what comes after the first is answered from memory. */
    private Mono<Verification> verifyWithNewKeys(String token) {
        return Mono.defer(() -> {
            Verification found = verifier.verifyCached(token);
            return found instanceof KeysNeeded
                    ? Mono.fromCallable(() -> verifier.verify(token)).subscribeOn(Schedulers.boundedElastic())
                    : Mono.just(found);
        }).delaySubscription(keyFetch(token));
    }

    private Mono<Void> keyFetch(String token) {
        Mono<Void> running = keyFetch.get();
        if (running != null) {
            return running;
        }
        Mono<Void> mine = Mono.fromRunnable(() -> verifier.verify(token)).subscribeOn(Schedulers.boundedElastic())
                .then().doFinally(end -> keyFetch.set(null)).cache();
        return keyFetch.compareAndSet(null, mine) ? mine : keyFetch(token);
    }

    private Verification remember(String token, Verification found) {
        if (found instanceof Valid good) {
            valid.put(token, good);
        }
        return found;
    }
}
