package dev.parley.file.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.parley.file.staging.StagingFixture;
import dev.parley.file.staging.StagingLocks;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Two nodes with numbers in memory: what they are told, and when, is the test's to say. */
class SharedUploadLeasesTest implements UploadLeasesContract {

    private final Numbers numbers = new Numbers();
    private StagingLocks locksHere;
    private StagingLocks locksThere;
    private SharedUploadLeases here;
    private SharedUploadLeases there;

    @BeforeEach
    void startNodes(@TempDir Path staging) throws IOException {
        locksHere = StagingFixture.locks(staging);
        locksThere = StagingFixture.locks(staging);
        here = new SharedUploadLeases(numbers, locksHere);
        there = new SharedUploadLeases(numbers, locksThere);
    }

    @AfterEach
    void stopNodes() throws IOException {
        StagingFixture.close(locksHere);
        StagingFixture.close(locksThere);
    }

    @Override
    public UploadLeases here() {
        return here;
    }

    @Override
    public UploadLeases there() {
        return there;
    }

    @Override
    public long upload() {
        return Ids.next();
    }

    @Test
    void aHolderThatHearsNothingFindsOut() throws Exception {
        long upload = upload();
        numbers.deaf = true;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                UploadLeases.Lease stale = here.take(upload)) {
            Future<Integer> taken = threads.submit(() -> {
                try (UploadLeases.Lease newer = there.take(upload)) {
                    return newer.whileHeld(() -> 1);
                }
            });
            while (!taken.isDone()) { // until the number is repeated this finds nothing
                here.findOut();
                Thread.sleep(10);
            }
            assertThat(taken.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            assertThatExceptionOfType(UploadLeases.LeaseLostException.class)
                    .isThrownBy(() -> stale.whileHeld(() -> 1));
        }
    }

    @Test
    void whileAHolderDoesNotAnswerNobodyElseWrites() throws Exception {
        long upload = upload();
        numbers.deaf = true;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                UploadLeases.Lease holder = here.take(upload)) {
            Future<UploadLeases.Lease> waiting = threads.submit(() -> there.take(upload));
            assertThat(holder.<Integer>whileHeld(() -> 1)).isEqualTo(1);
            assertThat(waiting.isDone()).isFalse();
            holder.close();
            waiting.get(60, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void whoWaitsGivesUpWhenAnEvenNewerRequestComes() throws Exception {
        long upload = upload();
        numbers.deaf = true;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            UploadLeases.Lease holder = here.take(upload);
            Future<UploadLeases.Lease> waiting = threads.submit(() -> there.take(upload));
            while (there.size() == 0) {
                Thread.onSpinWait();
            }
            numbers.deaf = false;
            try (UploadLeases.Lease newest = here.take(upload)) {
                assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                        .isThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                        .withCauseInstanceOf(UploadLeases.LeaseLostException.class);
                assertThat(newest.<Integer>whileHeld(() -> 1)).isEqualTo(1);
            }
            holder.close();
        }
    }

    @Test
    void closedLeasesLeaveNothingBehind() throws IOException {
        long upload = upload();
        try (UploadLeases.Lease one = here.take(upload); UploadLeases.Lease other = here.take(upload)) {
            assertThat(here.size()).isEqualTo(1);
        }
        assertThat(here.size()).isZero();
        assertThat(locksThere.tryLock(upload)).hasValueSatisfying(StagingLocks.Held::close);
    }

    private static final class Numbers implements LeaseNumbers {

        private final List<Listener> listeners = new CopyOnWriteArrayList<>();
        private final Map<Long, Long> repeated = new HashMap<>();
        private volatile boolean deaf;
        private long last = 1;

        @Override
        public synchronized long raise(long uploadId) {
            last++;
            if (!deaf) {
                long number = last;
                listeners.forEach(listener -> listener.raised(uploadId, number));
            }
            return last;
        }

        @Override
        public synchronized void repeat(long uploadId, long number) {
            repeated.merge(uploadId, number, Math::max);
        }

        @Override
        public synchronized Map<Long, Long> told(Collection<Long> uploadIds) {
            Map<Long, Long> told = new HashMap<>(repeated);
            told.keySet().retainAll(uploadIds);
            return told;
        }

        @Override
        public void listen(Listener listener) {
            listeners.add(listener);
        }
    }
}
