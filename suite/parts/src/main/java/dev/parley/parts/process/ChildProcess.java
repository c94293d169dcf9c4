package dev.parley.parts.process;

import java.io.File;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A running child process, started from a {@link ProcessPlan}.
 *
 * <p>It ends with this JVM: a shutdown hook stops the children that still run, the last started first. When the JVM is
 * killed, its pid file lets {@link PidFiles#reap} end it at the next start.
 */
public final class ChildProcess implements AutoCloseable {

    private static final int LOG_LINES = 40;
    private static final int LONGEST_TAIL = 256 * 1024;
    private static final ProcessBuilder.Redirect NO_INPUT = ProcessBuilder.Redirect.from(new File("/dev/null"));
    /** Guards itself and {@code ending}. */
    private static final Set<ChildProcess> running = new LinkedHashSet<>();
    private static boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::stopAll, "stop-children"));
    }

    private final ProcessPlan plan;
    private final Process process;
    private final long logStart;

    private ChildProcess(ProcessPlan plan, Process process, long logStart) {
        this.plan = plan;
        this.process = process;
        this.logStart = logStart;
    }

    /**
     * Starts the process and notes it in its pid file; does not wait for anything.
     *
     * @throws ChildFailedException when it cannot be started at all
     */
    public static ChildProcess start(ProcessPlan plan) {
        try {
            Files.createDirectories(plan.workingDirectory());
            Files.createDirectories(plan.logFile().toAbsolutePath().getParent());
            long logStart = Files.exists(plan.logFile()) ? Files.size(plan.logFile()) : 0;
            ProcessBuilder builder = new ProcessBuilder(plan.command()).directory(plan.workingDirectory().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(NO_INPUT)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.logFile().toFile()));
            builder.environment().putAll(plan.environment());
            ChildProcess child;
            synchronized (running) {
                if (ending) {
                    throw new ChildFailedException(plan.name() + " is not started: the JVM is ending", null);
                }
                child = new ChildProcess(plan, builder.start(), logStart);
                running.add(child);
            }
            PidFiles.write(plan.pidFile(), child.process.toHandle());
            return child;
        } catch (IOException e) {
            throw new ChildFailedException(plan.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    /**
     * Runs a command to its end.
     *
     * @throws ChildFailedException when its exit value is not 0, or when the deadline passes (it is then killed)
     */
    public static void run(ProcessPlan plan, Duration deadline) {
        ChildProcess child = start(plan);
        if (!child.endedWithin(deadline)) {
            child.kill();
            throw child.failure("did not end within " + deadline.toSeconds() + " s", null);
        }
        child.forget();
        if (child.process.exitValue() != 0) {
            throw child.failure("ended with exit value " + child.process.exitValue(), null);
        }
    }

    public String name() {
        return plan.name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes when the process ended, for whatever reason, with its exit value (128 + n after signal n). */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /**
     * Waits until the condition holds.
     *
     * @return this
     * @throws ChildFailedException as soon as the process ends, or when the deadline passes (the process is then killed);
     *     the message has the last lines of its log
     */
    public ChildProcess awaitReady(Readiness condition, Duration deadline) {
        Instant end = Instant.now().plus(deadline);
        Exception last = null;
        while (true) {
            try {
                if (process.isAlive() && condition.isReady()) {
                    // A script may have replaced itself by its program since the start: note what runs now.
                    PidFiles.write(plan.pidFile(), process.toHandle());
                    return this;
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (Exception e) {
                last = e;
            }
            if (endedWithin(Duration.ofMillis(50))) {
                forget();
                throw failure("ended with exit value " + process.exitValue() + " before it was ready", last);
            }
            if (Instant.now().isAfter(end)) {
                kill();
                throw failure(
                        "was not ready within " + deadline.toSeconds() + " s" + (last == null ? "" : " (" + last + ")"),
                        last);
            }
        }
    }

    /** Stops it in order: SIGTERM, then SIGKILL when the plan's stop time-out passed. Returns when it has ended. */
    public void stop() {
        if (process.isAlive()) {
            PidFiles.end(process.toHandle(), plan.stopTimeout());
        }
        forget();
    }

    /** Ends it and its descendants at once by SIGKILL, as a crash would. Returns when it has ended. */
    public void kill() {
        PidFiles.family(process.toHandle()).forEach(ProcessHandle::destroyForcibly);
        endedWithin(Duration.ofSeconds(10));
        forget();
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** The last lines that this process wrote; nothing of earlier processes with the same log file. */
    public List<String> lastLogLines() {
        List<String> lines = read(plan.logFile(), logStart).lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    }

    /** Whether the text is in the last 256 KiB that this process has written; what earlier processes wrote to the same log file does not count. */
    public boolean hasLogged(String text) {
        return read(plan.logFile(), logStart).contains(text);
    }

    private ChildFailedException failure(String what, @Nullable Exception cause) {
        return new ChildFailedException(
                plan.name() + " " + what + ". Last lines of " + plan.logFile() + ":\n  "
                        + String.join("\n  ", lastLogLines()),
                cause);
    }

    private ChildFailedException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        kill();
        return failure("was given up: interrupted", cause);
    }

    private boolean endedWithin(Duration time) {
        try {
            return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private void forget() {
        boolean first;
        synchronized (running) {
            first = running.remove(this);
        }
        if (first && !process.isAlive()) {
            PidFiles.remove(plan.pidFile());
        }
    }

    private static String read(Path file, long from) {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(Math.max(from, channel.size() - LONGEST_TAIL));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(the log cannot be read: " + e.getMessage() + ")";
        }
    }

    private static void stopAll() {
        List<ChildProcess> left;
        synchronized (running) {
            ending = true;
            left = new ArrayList<>(running);
        }
        left.reversed().forEach(ChildProcess::stop);
    }
}
