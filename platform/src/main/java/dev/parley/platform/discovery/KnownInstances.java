package dev.parley.platform.discovery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The instances of a service as discovery last told them. Requests do not wait for discovery: while it is asked again, they go
 * to those that are known. When it is away, or names nobody at all (Spring's client for Consul says both in the same way),
 * those go on being tried: a wrong guess fails no differently from no guess.
 */
final class KnownInstances extends DelegatingServiceInstanceListSupplier {

    /** A younger list is not asked for again. */
    static final Duration FRESH = Duration.ofSeconds(1);
    /** For a list of this age requests wait until it is renewed: so long at most is a dead instance tried. */
    static final Duration OLD = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(KnownInstances.class);

    /** @param told discovery said so, when it was last asked */
    private record Known(List<ServiceInstance> instances, long at, boolean told) {}

    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Mono<List<ServiceInstance>>> asking = new AtomicReference<>();
    private volatile @Nullable Known known;

    KnownInstances(ServiceInstanceListSupplier discovery, LongSupplier nanoTime) {
        super(discovery);
        this.nanoTime = nanoTime;
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
        return Flux.defer(() -> {
            Known now = known;
            if (now == null) {
                return ask(FIRST_PATIENCE);
            }
            Duration age = Duration.ofNanos(nanoTime.getAsLong() - now.at());
            if (now.told() && age.compareTo(OLD) >= 0) {
                return ask(PATIENCE);
            }
            if (age.compareTo(FRESH) >= 0) {
                var _ = ask(PATIENCE).subscribe();
            }
            return Flux.just(now.instances());
        });
    }

    /** One question serves all who ask meanwhile. Never an error. */
    private Mono<List<ServiceInstance>> ask(Duration patience) {
        Mono<List<ServiceInstance>> running = asking.get();
        if (running != null) {
            return running;
        }
        Mono<List<ServiceInstance>> mine = delegate.get().next()
                .timeout(patience)
                .doOnError(e -> log.warn("{}: discovery does not answer: {}", getServiceId(), e.toString()))
                .onErrorComplete()
                .defaultIfEmpty(List.of())
                .map(this::conclude)
                .doFinally(end -> asking.set(null))
                .cache();
        return asking.compareAndSet(null, mine) ? mine : ask(patience);
    }

    private List<ServiceInstance> conclude(List<ServiceInstance> told) {
        Known before = known;
        if (!told.isEmpty()) {
            known = new Known(List.copyOf(told), nanoTime.getAsLong(), true);
            return told;
        }
        if (before == null) {
            return told;
        }
        known = new Known(before.instances(), nanoTime.getAsLong(), false);
        return before.instances();
    }
}
