package dev.parley.file.upload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What every kind of leases promises, on one node and between two. */
interface UploadLeasesContract {

    UploadLeases here();

    /** The leases as another node sees them; the same where there is only one. */
    UploadLeases there();

    /** The id of an upload that has no lease. */
    long upload();

    @Test
    default void aStepRunsUnderAHeldLease() throws IOException {
        try (UploadLeases.Lease lease = here().take(upload())) {
            assertThat(lease.<String>whileHeld(() -> "done")).isEqualTo("done");
        }
    }

    @Test
    default void aNewerLeaseEndsTheOlderOne() throws IOException {
        long upload = upload();
        AtomicBoolean ran = new AtomicBoolean();
        try (UploadLeases.Lease older = here().take(upload); UploadLeases.Lease newer = here().take(upload)) {
            assertThatExceptionOfType(UploadLeases.LeaseLostException.class)
                    .isThrownBy(() -> older.whileHeld(() -> ran.getAndSet(true)));
            assertThat(newer.<Integer>whileHeld(() -> 1)).isEqualTo(1);
        }
        assertThat(ran).isFalse();
    }

    @Test
    default void aLeaseWandersFromNodeToNode() throws IOException {
        long upload = upload();
        List<UploadLeases.Lease> lost = new ArrayList<>();
        UploadLeases.Lease held = here().take(upload);
        for (int i = 0; i < 10; i++) {
            lost.add(held);
            held = (i % 2 == 0 ? there() : here()).take(upload);
            for (UploadLeases.Lease stale : lost) {
                assertThatExceptionOfType(UploadLeases.LeaseLostException.class)
                        .isThrownBy(() -> stale.whileHeld(() -> 1));
            }
            assertThat(held.<Integer>whileHeld(() -> 2)).isEqualTo(2);
        }
        lost.forEach(UploadLeases.Lease::close);
        assertThat(held.<Integer>whileHeld(() -> 3)).as("what others close does not concern it").isEqualTo(3);
        held.close();
    }

    @Test
    default void theLeaseOfANewUploadIsEndedLikeAnyOther() throws IOException {
        long upload = upload();
        try (UploadLeases.Lease first = here().takeNew(upload)) {
            assertThat(first.<Integer>whileHeld(() -> 1)).isEqualTo(1);
            try (UploadLeases.Lease newer = there().take(upload)) {
                assertThatExceptionOfType(UploadLeases.LeaseLostException.class)
                        .isThrownBy(() -> first.whileHeld(() -> 1));
                assertThat(newer.<Integer>whileHeld(() -> 2)).isEqualTo(2);
            }
        }
    }

    @Test
    default void uploadsDoNotDisturbEachOther() throws IOException {
        try (UploadLeases.Lease one = here().take(upload()); UploadLeases.Lease other = there().take(upload())) {
            assertThat(one.<Integer>whileHeld(() -> 1)).isEqualTo(1);
            assertThat(other.<Integer>whileHeld(() -> 2)).isEqualTo(2);
        }
    }

    @Test
    default void takingALeaseWaitsForTheStepThatRuns() throws Exception {
        long upload = upload();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                UploadLeases.Lease older = here().take(upload)) {
            Future<Object> step = threads.submit(() -> older.whileHeld(() -> {
                started.countDown();
                awaitUninterrupted(mayEnd);
                return ended.getAndSet(true);
            }));
            started.await();
            Future<Boolean> taking = threads.submit(() -> {
                try (UploadLeases.Lease newer = there().take(upload)) {
                    return newer.whileHeld(ended::get);
                }
            });
            assertThat(taking.isDone()).isFalse();
            mayEnd.countDown();
            assertThat(taking.get(60, TimeUnit.SECONDS)).as("the step had ended").isTrue();
            step.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    default void whoLosesALeaseIsToldUnlessItIsClosed() throws Exception {
        long upload = upload();
        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger toldAfterTheEnd = new AtomicInteger();
        try (UploadLeases.Lease closed = here().take(upload)) {
            closed.whenLost(toldAfterTheEnd::incrementAndGet);
        }
        try (UploadLeases.Lease lost = here().take(upload)) {
            lost.whenLost(told::countDown);
            try (UploadLeases.Lease newer = there().take(upload)) {
                newer.whenLost(toldAfterTheEnd::incrementAndGet);
                assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(toldAfterTheEnd).hasValue(0);
    }

    @Test
    default void ofManyTakersNoTwoEverWriteAtOnceAndTheLastOneWins() throws Exception {
        long upload = upload();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger collisions = new AtomicInteger();
        AtomicInteger steps = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> takers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                UploadLeases node = i % 2 == 0 ? here() : there();
                takers.add(threads.submit(() -> {
                    try (UploadLeases.Lease lease = node.take(upload)) {
                        for (int step = 0; step < 50; step++) {
                            lease.whileHeld(() -> {
                                collisions.addAndGet(inside.incrementAndGet() - 1);
                                Thread.yield();
                                return inside.decrementAndGet();
                            });
                            steps.incrementAndGet();
                        }
                    } catch (UploadLeases.LeaseLostException lost) {
                        // as all but the newest may
                    }
                    return null;
                }));
            }
            for (Future<?> taker : takers) {
                taker.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(collisions).hasValue(0);
        assertThat(steps.get()).as("the newest came to its end").isGreaterThanOrEqualTo(50);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
