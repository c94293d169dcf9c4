package dev.parley.file.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EarlySyncTest {

    private final AtomicInteger syncs = new AtomicInteger();

    @Test
    void aSmallFileIsSyncedOnceInTheEnd() throws IOException {
        try (EarlySync sync = new EarlySync(disk(() -> {}))) {
            sync.wrote(1_000);
            sync.finish();
        }

        assertThat(syncs).hasValue(1);
    }

    @Test
    void aLargeFileIsSyncedWhileItIsWritten() throws IOException {
        try (EarlySync sync = new EarlySync(disk(() -> {}))) {
            sync.wrote(EarlySync.STEP);

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> syncs.get() == 1);
            sync.finish();
        }

        assertThat(syncs).hasValue(2);
    }

    @Test
    void onlyOneSyncRunsAtATimeAndTheEndWaitsForIt() throws IOException {
        CountDownLatch slow = new CountDownLatch(1);
        try (EarlySync sync = new EarlySync(disk(slow::await))) {
            for (int step = 0; step < 5; step++) {
                sync.wrote(EarlySync.STEP);
            }
            slow.countDown();
            sync.finish();
        }

        assertThat(syncs).hasValue(2);
    }

    @Test
    void anErrorThatOnlyAnEarlySyncWasToldIsNotForgotten() {
        EarlySync.Disk broken = disk(() -> {
            if (syncs.get() == 0) {
                throw new IOException("the disk is broken");
            }
        });
        try (EarlySync sync = new EarlySync(broken)) {
            sync.wrote(EarlySync.STEP);

            assertThatThrownBy(sync::finish).isInstanceOf(IOException.class).hasMessage("the disk is broken");
        }
    }

    /** A step that may be waited for. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** A disk that counts how often it was synced, whether that failed or not. */
    private EarlySync.Disk disk(Step step) {
        return () -> {
            try {
                step.run();
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                syncs.incrementAndGet();
            }
        };
    }
}
