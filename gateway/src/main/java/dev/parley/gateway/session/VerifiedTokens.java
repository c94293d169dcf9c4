package dev.parley.gateway.session;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.parley.platform.identity.TokenVerifier;
import dev.parley.platform.identity.Verification;

/** Verifies tokens whose keys must be fetched first: one thread does it for all who wait, and no caller is blocked. */
@Component
class VerifiedTokens {

    private final TokenVerifier verifier;
    private final AtomicReference<@Nullable Mono<Void>> keyFetch = new AtomicReference<>();

    VerifiedTokens(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** The verification of a token whose key is not in memory. What comes after the first fetch is answered from memory. */
    Mono<Verification> verify(String token) {
        return Mono.defer(() -> verifier.verifyCached(token)
                .map(Mono::just)
                .orElseGet(() -> Mono.fromCallable(() -> verifier.verify(token))
                        .subscribeOn(Schedulers.boundedElastic())))
                .delaySubscription(keyFetch(token));
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
