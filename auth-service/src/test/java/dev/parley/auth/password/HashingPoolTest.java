package dev.parley.auth.password;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HashingPoolTest {

    @Test
    void neverMoreRunAtOnceThanThereAreThreads() throws Exception {
        HeldHasher hasher = new HeldHasher();
        try (HashingPool pool = new HashingPool(2, Duration.ofMinutes(1));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            hasher.hold();
            List<Future<Optional<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(callers.submit(() -> pool.run(() -> hasher.hash("x"))));
            }
            Awaitility.await().until(() -> hasher.running() == 2 && pool.waiting() == 18);
            hasher.letGo();
            for (Future<Optional<String>> answer : answers) {
                assertThat(answer.get()).isPresent();
            }
        }
        assertThat(hasher.mostRunning()).isEqualTo(2);
    }

    @Test
    void whoWaitsBeyondTheDeadlineIsTurnedAwayAndWhoCameBeforeIsServed() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (HashingPool pool = new HashingPool(1, Duration.ofMillis(50));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch begun = new CountDownLatch(1);
            Future<Optional<String>> first = callers.submit(() -> pool.run(() -> {
                begun.countDown();
                awaitUninterruptibly(held);
                return "done";
            }));
            begun.await();

            assertThat(pool.run(() -> "never")).isEmpty();
            held.countDown();
            assertThat(first.get()).contains("done");
            assertThat(pool.run(() -> "next")).contains("next");
        }
    }

    @Test
    void workThatFailsGivesItsTurnBack() {
        try (HashingPool pool = new HashingPool(1, Duration.ofSeconds(30))) {
            assertThatThrownBy(() -> pool.run(() -> {
                throw new IllegalArgumentException("broken");
            })).isInstanceOf(IllegalArgumentException.class).hasMessage("broken");
            assertThat(pool.run(() -> "next")).contains("next");
        }
    }

    @Test
    void theWorkRunsOnAPlatformThread() {
        try (HashingPool pool = new HashingPool(1, Duration.ofSeconds(30))) {
            assertThat(pool.run(() -> Thread.currentThread().isVirtual())).contains(false);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
