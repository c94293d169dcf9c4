package dev.parley.gateway.session;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.parley.platform.identity.TokenVerifier;
import dev.parley.platform.identity.Verification;
import dev.parley.platform.identity.Verification.KeysNeeded;

/** Verifies tokens without ever blocking the caller. When keys must be fetched, one thread does it for all who wait. */
@Component
class VerifiedTokens {

    private final TokenVerifier verifier;
    private final AtomicReference<@Nullable Mono<Void>> keyFetch = new AtomicReference<>();

    VerifiedTokens(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** The verification; never {@link KeysNeeded}. */
    Mono<Verification> verify(String token) {
        Verification quick = verifier.verifyCached(token);
        return quick instanceof KeysNeeded ? verifyWithNewKeys(token) : Mono.just(quick);
    }

    /** What comes after the first is answered from memory. */
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
}
