package dev.parley.file.staging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import jakarta.annotation.PreDestroy;
import org.springframework.stereotype.Component;

/**
 * Locks between the nodes that share the staging area: one byte of one file for each upload (fcntl, over NFS and CephFS too). The operating
 * system gives a node's locks back when its process ends, however it ends.
 *
 * <p>All locks are in one file that stays open: closing a file drops all locks that a process has on it (POSIX), so they must not lie on the
 * staged files themselves, which are opened and closed all the time.
 */
@Component
public class StagingLocks {

    private static final String FILE = "uploads.lock";

    private final FileChannel file;

    /** Opens the file, and sees that its file system knows locks. */
    StagingLocks(StagingSettings settings) throws IOException {
        Path root = settings.directory().toAbsolutePath();
        Files.createDirectories(root);
        this.file = FileChannel.open(root.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        tryLock(0).ifPresent(Held::close); // fails the start when there are none to be had
    }

    /** A lock that this node has until it is closed. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Gets the lock of a key unless somebody has it, this node included. Never waits for a holder. */
    public Optional<Held> tryLock(long key) throws IOException {
        FileLock lock;
        try {
            lock = file.tryLock(key, 1, false);
        } catch (OverlappingFileLockException ofThisProcess) {
            return Optional.empty();
        }
        return Optional.ofNullable(lock).map(got -> () -> release(got));
    }

    @PreDestroy
    void close() throws IOException {
        file.close();
    }

    private static void release(FileLock lock) {
        try {
            if (lock.channel().isOpen()) { // else it is released already
                lock.release();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
