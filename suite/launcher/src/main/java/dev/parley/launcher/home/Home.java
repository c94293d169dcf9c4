package dev.parley.launcher.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.parley.parts.process.PidFiles;

/**
 * The data directory of a suite, for one launcher at a time: {@code data} (the parts' and services' data), {@code logs}, {@code run} (notes
 * of running processes), {@code images} (services ready to run) and {@code secrets.properties}. Only its owner may look into it.
 */
public final class Home implements AutoCloseable {

    private static final long MEGABYTE = 1_000_000;
    private static final long NEEDED_AT_FIRST = 1_500 * MEGABYTE;
    private static final long NEEDED_LATER = 200 * MEGABYTE;
    /** What a service has taken over is safe in its store and queues, so it need not be waited for. */
    private static final Duration GRACE_FOR_SERVICES = Duration.ofSeconds(3);
    private static final Duration GRACE_FOR_PARTS = Duration.ofSeconds(30);

    private final Path path;
    private final FileChannel lock;
    private final List<String> endedLeftovers;

    private Home(Path path, FileChannel lock, List<String> endedLeftovers) {
        this.path = path;
        this.lock = lock;
        this.endedLeftovers = List.copyOf(endedLeftovers);
    }

    /**
     * Takes the directory for this launcher, makes it when missing, and ends the processes that a killed launcher left behind.
     *
     * @throws CannotStartException when it cannot be written to, its disk is full, or another launcher uses it
     */
    public static Home open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            makePrivate(path);
            checkSpace(path, Files.exists(path.resolve(Secrets.FILE)) ? NEEDED_LATER : NEEDED_AT_FIRST);
            FileChannel lock = lock(path);
            try {
                return new Home(path, lock, endLeftovers(path));
            } catch (RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new CannotStartException("Parley cannot write to its data directory " + path
                    + ": no permission; name another one with PARLEY_HOME.", e);
        } catch (FileSystemException e) {
            throw new CannotStartException("Parley cannot use the data directory " + path + ": "
                    + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()) + " (" + e.getFile()
                    + "); name another one with PARLEY_HOME.", e);
        } catch (IOException e) {
            throw new CannotStartException("Parley cannot use the data directory " + path + ": " + e.getMessage() + ".",
                    e);
        }
    }

    public Path path() {
        return path;
    }

    /** Names of the processes that a killed launcher had left and that were ended. */
    public List<String> endedLeftovers() {
        return endedLeftovers;
    }

    /** The folder for the data of this part or service; whoever uses it makes it. */
    public Path data(String name) {
        return path.resolve("data").resolve(name);
    }

    public Path images() {
        return path.resolve("images");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** The log of this part or service. What an earlier run wrote is kept once, as {@code <name>.previous.log}. */
    public Path freshLog(String name) {
        Path log = logs().resolve(name + ".log");
        try {
            Files.createDirectories(logs());
            if (Files.exists(log)) {
                Files.move(log, logs().resolve(name + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new CannotStartException("Parley cannot write its logs to " + logs() + ": " + e.getMessage() + ".",
                    e);
        }
        return log;
    }

    public Path pidFile(String name) {
        return run(path).resolve(name + ".pid");
    }

    /** Gives the directory free for another launcher. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("The lock of " + path + " cannot be released", e);
        }
    }

    private static Path run(Path path) {
        return path.resolve("run");
    }

    private static void makePrivate(Path path) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }

    static void checkSpace(Path path, long needed) throws IOException {
        long usable = Files.getFileStore(path).getUsableSpace();
        if (usable < needed) {
            throw new CannotStartException(
                    "The disk with " + path + " has only " + usable / MEGABYTE + " MB left; Parley needs "
                            + needed / MEGABYTE + " MB: make room, or name another directory with PARLEY_HOME.");
        }
    }

    /** A lock of the operating system: it ends with the process, however that ends. */
    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new CannotStartException(
                        "Parley already runs with the data directory " + path + " (process " + holder(channel)
                                + "): stop it with Ctrl-C, or name another directory with PARLEY_HOME.");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // held by this JVM
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        return StandardCharsets.UTF_8.decode(pid.flip()).toString();
    }

    /** Services first, so that they can still say goodbye to their parts. */
    private static List<String> endLeftovers(Path path) {
        List<String> ended = new ArrayList<>();
        for (PidFiles.Reaped reaped : List.of(PidFiles.reap(run(path), GRACE_FOR_SERVICES),
                PidFiles.reap(path.resolve("data"), GRACE_FOR_PARTS))) {
            if (!reaped.inUse().isEmpty()) {
                PidFiles.InUse other = reaped.inUse().getFirst();
                throw new CannotStartException(
                        "The data directory " + path + " is in use: " + other.name() + " (process " + other.pid()
                                + ") belongs to the running process " + other.ownerPid() + ".");
            }
            ended.addAll(reaped.ended());
        }
        return ended;
    }
}
