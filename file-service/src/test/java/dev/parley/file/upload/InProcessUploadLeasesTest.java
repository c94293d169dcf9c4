package dev.parley.file.upload;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InProcessUploadLeasesTest {

    private final InProcessUploadLeases leases = new InProcessUploadLeases();

    @Test
    void aStepRunsUnderAHeldLease() throws IOException {
        try (UploadLeases.Lease lease = leases.take(1)) {
            assertThat(lease.<String>whileHeld(() -> "done")).isEqualTo("done");
        }
    }

    @Test
    void aNewerLeaseEndsTheOlderOne() throws IOException {
        AtomicBoolean ran = new AtomicBoolean();
        try (UploadLeases.Lease older = leases.take(1); UploadLeases.Lease newer = leases.take(1)) {
            assertThatExceptionOfType(UploadLeases.LeaseLostException.class)
                    .isThrownBy(() -> older.whileHeld(() -> ran.getAndSet(true)));
            assertThat(newer.<Integer>whileHeld(() -> 1)).isEqualTo(1);
        }
        assertThat(ran).isFalse();
    }

    @Test
    void uploadsDoNotDisturbEachOther() throws IOException {
        try (UploadLeases.Lease one = leases.take(1); UploadLeases.Lease other = leases.take(2)) {
            assertThat(one.<Integer>whileHeld(() -> 1)).isEqualTo(1);
            assertThat(other.<Integer>whileHeld(() -> 2)).isEqualTo(2);
        }
    }

    @Test
    void takingALeaseWaitsForTheStepThatRuns() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                UploadLeases.Lease older = leases.take(1)) {
            Future<Object> step = threads.submit(() -> older.whileHeld(() -> {
                started.countDown();
                awaitUninterrupted(mayEnd);
                return ended.getAndSet(true);
            }));
            started.await();
            Future<Boolean> taking = threads.submit(() -> {
                try (UploadLeases.Lease newer = leases.take(1)) {
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
    void closedLeasesLeaveNothingBehind() {
        try (UploadLeases.Lease one = leases.take(1); UploadLeases.Lease other = leases.take(1)) {
            assertThat(leases.size()).isEqualTo(1);
        }
        assertThat(leases.size()).isZero();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
