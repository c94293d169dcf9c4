package dev.parley.file.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
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
        try (EarlySync sync = new EarlySync(new Disk(() -> {}))) {
            sync.wrote(1_000);
            sync.finish();
        }

        assertThat(syncs).hasValue(1);
    }

    @Test
    void aLargeFileIsSyncedWhileItIsWritten() throws IOException {
        try (EarlySync sync = new EarlySync(new Disk(() -> {}))) {
            sync.wrote(EarlySync.STEP);

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> syncs.get() == 1);
            sync.finish();
        }

        assertThat(syncs).hasValue(2);
    }

    @Test
    void onlyOneSyncRunsAtATimeAndTheEndWaitsForIt() throws IOException {
        CountDownLatch slow = new CountDownLatch(1);
        try (EarlySync sync = new EarlySync(new Disk(slow::await))) {
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
        Disk disk = new Disk(() -> {
            if (syncs.get() == 0) {
                throw new IOException("the disk is broken");
            }
        });
        try (EarlySync sync = new EarlySync(disk)) {
            sync.wrote(EarlySync.STEP);

            assertThatThrownBy(sync::finish).isInstanceOf(IOException.class).hasMessage("the disk is broken");
        }
    }

    /** What happens in a sync. */
    @FunctionalInterface
    private interface Sync {
        void run() throws IOException, InterruptedException;
    }

    /** A file of which only the syncing matters. */
    private final class Disk extends FileChannel {

        private final Sync sync;

        Disk(Sync sync) {
            this.sync = sync;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            try {
                sync.run();
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                syncs.incrementAndGet();
            }
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long newPosition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void implCloseChannel() {}
    }
}
