package dev.parley.file.upload;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Syncs a file to disk while it is still being written, so that there is little left to wait for in the end. One sync runs at a time, on a
 * thread of its own. For one writing thread.
 */
final class EarlySync implements AutoCloseable {

    /** So many bytes are worth a sync of their own. */
    static final int STEP = 32 << 20;

    /** Returns when what was written so far is on disk. */
    @FunctionalInterface
    interface Disk {
        void force() throws IOException;
    }

    private final Disk disk;
    private long sinceLast;
    private @Nullable Thread running;
    /** An error of the disk is told to one sync only; the last one would succeed after it. */
    private volatile @Nullable IOException failure;

    EarlySync(Disk disk) {
        this.disk = disk;
    }

    /** So many bytes more were written. */
    void wrote(int bytes) {
        sinceLast += bytes;
        if (sinceLast >= STEP && (running == null || !running.isAlive())) {
            sinceLast = 0;
            running = Thread.ofVirtual().name("upload-sync").start(this::sync);
        }
    }

    /** Returns when all that was written is on disk. */
    void finish() throws IOException {
        awaitRunning();
        disk.force();
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private void sync() {
        try {
            disk.force();
        } catch (IOException failed) {
            failure = failed;
        }
    }

    private void awaitRunning() {
        Thread sync = running;
        boolean interrupted = false;
        while (sync != null && sync.isAlive()) {
            try {
                sync.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The file may be closed after this. */
    @Override
    public void close() {
        awaitRunning();
    }
}
