package dev.parley.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.parley.launcher.home.Home;
import dev.parley.launcher.image.ServiceImage;
import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.ProcessPlan;

/**
 * Makes the caches that let services start faster next time. It needs the parts, because a service goes through its start for it; so it
 * happens after the suite can be used, one service after the other and with low priority. When it is cut short, the next run goes on.
 */
final class StartCaches implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StartCaches.class);
    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private record Candidate(ServiceKind kind, ProcessPlan plan, ServiceImage image) {}

    private final Home home;
    private final Path java;
    private final Queue<Candidate> candidates = new ConcurrentLinkedQueue<>();
    private @Nullable ChildProcess training;
    private boolean closed;

    StartCaches(Home home, Path java) {
        this.home = home;
        this.java = java;
    }

    /** Notes a service that was started, with the plan it was started by. */
    void offer(ServiceKind kind, ProcessPlan plan, ServiceImage image) {
        if (!image.hasStartCache()) {
            candidates.add(new Candidate(kind, plan, image));
        }
    }

    /** Makes what is missing; returns at once. */
    void makeInBackground(Progress progress) {
        if (candidates.isEmpty()) {
            return;
        }
        progress.note("Preparing faster starts in the background; this takes a minute or two and does not disturb.");
        Thread.ofPlatform().daemon().name("start-caches").start(() -> {
            Instant begin = Instant.now();
            int made = 0;
            for (Candidate candidate; (candidate = candidates.poll()) != null;) {
                made += make(candidate) ? 1 : 0;
            }
            if (!isClosed()) {
                progress.note("Prepared faster starts for %d of the services in %d s.".formatted(made,
                        Duration.between(begin, Instant.now()).toSeconds()));
            }
        });
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        candidates.clear();
        ChildProcess current;
        synchronized (this) {
            closed = true;
            current = training;
        }
        if (current != null) {
            current.kill();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private boolean make(Candidate candidate) {
        Path target = candidate.image().startCache();
        Path making = target.resolveSibling(target.getFileName() + ".making");
        try {
            Files.deleteIfExists(making);
            ChildProcess child = start(candidate, making);
            if (child == null) {
                return false;
            }
            child.awaitReady(() -> !child.isAlive() || runsJava(child), Duration.ofSeconds(30));
            int exit = exitValue(child);
            if (isClosed()) {
                return false;
            }
            if (exit != 0 || !Files.exists(making)) {
                log.warn("{} will not start faster: making its cache ended with {}: {}", candidate.kind().serviceName(),
                        exit,
                        child.lastLogLines());
                return false;
            }
            Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException | RuntimeException e) {
            log.warn("{} will not start faster", candidate.kind().serviceName(), e);
            return false;
        }
    }

    /** 137, as after SIGKILL, when it had to be ended because it took too long. */
    private static int exitValue(ChildProcess child) {
        try {
            return child.onExit().orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException _) {
            child.kill();
            return 137;
        }
    }

    private synchronized @Nullable ChildProcess start(Candidate candidate, Path making) {
        if (closed) {
            return null;
        }
        String name = candidate.kind().serviceName() + "-training";
        List<String> command = new ArrayList<>(List.of("nice", "-n", "15"));
        command.addAll(candidate.image().trainingCommand(java, candidate.kind().heapMegabytes(), making));
        ChildProcess child = ChildProcess
                .start(new ProcessPlan(name, command, candidate.plan().environment(), home.path(),
                        home.freshLog(name), home.pidFile(name), Duration.ofSeconds(5)));
        training = child;
        return child;
    }

    /** {@code nice} has given way to the JVM, so that the note of the process is right. */
    private static boolean runsJava(ChildProcess child) {
        return ProcessHandle.of(child.pid()).flatMap(handle -> handle.info().command())
                .filter(command -> command.endsWith("java")).isPresent();
    }
}
