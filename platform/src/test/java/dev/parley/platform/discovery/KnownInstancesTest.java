package dev.parley.platform.discovery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class KnownInstancesTest {

    private static final ServiceInstance ONE = new DefaultServiceInstance("one", "chat-service", "127.0.0.1", 1, false);
    private static final ServiceInstance TWO = new DefaultServiceInstance("two", "chat-service", "127.0.0.1", 2, false);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Flux<List<ServiceInstance>> answer = Flux.just(List.of(ONE));
    private final KnownInstances instances = new KnownInstances(new ServiceInstanceListSupplier() {
        @Override
        public String getServiceId() {
            return "chat-service";
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.defer(() -> {
                asked.incrementAndGet();
                return answer;
            });
        }
    }, nanos::get);

    private List<ServiceInstance> get() {
        return List.copyOf(instances.get().blockFirst(Duration.ofMinutes(1)));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aFreshListIsNotAskedForAgain() {
        assertThat(get()).containsExactly(ONE);
        pass(KnownInstances.FRESH.dividedBy(2));
        assertThat(get()).containsExactly(ONE);

        assertThat(asked).hasValue(1);
    }

    @Test
    void aListThatIsNotFreshServesWhileItIsAskedForAgain() {
        get();
        pass(KnownInstances.FRESH);
        answer = Flux.just(List.of(TWO));

        assertThat(get()).containsExactly(ONE);
        assertThat(get()).containsExactly(TWO);
    }

    @Test
    void nobodyWaitsWhenDiscoveryHangs() {
        get();
        pass(KnownInstances.FRESH);
        answer = Flux.never();

        for (int i = 0; i < 10; i++) {
            assertThat(get()).containsExactly(ONE);
        }
        assertThat(asked).as("one question at a time").hasValue(2);
    }

    @Test
    void whenDiscoveryFailsOrNamesNobodyTheKnownOnesGoOn() {
        get();
        for (Flux<List<ServiceInstance>> away : List.<Flux<List<ServiceInstance>>>of(
                Flux.error(new IllegalStateException("away")), Flux.empty(), Flux.just(List.of()))) {
            answer = away;
            pass(KnownInstances.OLD);
            assertThat(get()).containsExactly(ONE);
            pass(KnownInstances.FRESH);
            assertThat(get()).containsExactly(ONE);
        }
        answer = Flux.just(List.of(TWO));
        pass(KnownInstances.OLD);
        assertThat(get()).as("nobody waits for a discovery that was away").containsExactly(ONE);
        assertThat(get()).containsExactly(TWO);
    }

    @Test
    void anOldListIsNotTrusted() {
        get();
        pass(KnownInstances.OLD);
        answer = Flux.just(List.of(TWO));

        assertThat(get()).containsExactly(TWO);
    }

    @Test
    void whereNobodyWasEverKnownThereIsNobodyUntilDiscoverySaysSo() {
        answer = Flux.just(List.of());
        assertThat(get()).isEmpty();

        answer = Flux.just(List.of(ONE));
        assertThat(get()).containsExactly(ONE);
    }
}
