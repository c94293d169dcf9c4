package dev.parley.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.parley.launcher.home.Home;
import dev.parley.launcher.image.ServiceImage;
import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.ProcessPlan;
import dev.parley.parts.process.Readiness;

/**
 * One service of a running suite, as a process of its own. It can be stopped or killed and started again: on the same port, with the same
 * environment. Safe for use by several threads.
 */
public final class SuiteService {

    private static final Duration START_DEADLINE = Duration.ofSeconds(180);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final ServiceKind kind;
    private final int port;
    private final ProcessPlan plan;
    private @Nullable ChildProcess running;
    /** Somebody wants it to run: if it does not, it died. */
    private boolean wanted;

    SuiteService(ServiceKind kind, int port, ServiceImage image, Path java, Home home,
            Map<String, String> environment) {
        this.kind = kind;
        this.port = port;
        String name = kind.serviceName();
        this.plan = new ProcessPlan(name, image.command(java, kind.heapMegabytes()), environment, home.path(),
                home.freshLog(name),
                home.pidFile(name), STOP_TIMEOUT);
    }

    public String name() {
        return kind.serviceName();
    }

    public int port() {
        return port;
    }

    /** Its own address, not the gateway's. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public Path log() {
        return plan.logFile();
    }

    /** The process id of the running process. */
    public synchronized long pid() {
        if (running == null) {
            throw new IllegalStateException(name() + " does not run");
        }
        return running.pid();
    }

    public synchronized boolean isRunning() {
        return running != null && running.isAlive();
    }

    /**
     * Starts it, when it does not run, and returns when it is ready.
     *
     * @throws dev.parley.parts.process.ChildFailedException when it is not ready in time; the message has the last lines of its log
     */
    public void start() {
        startWith(Map.of());
    }

    /** The same, this time with these environment variables too. */
    public void startWith(Map<String, String> more) {
        ChildProcess child;
        synchronized (this) {
            if (isRunning()) {
                return;
            }
            wanted = true;
            child = ChildProcess.start(plan.withEnvironment(more));
            running = child;
        }
        // Not under the lock: who wants to stop it need not wait until it is ready.
        child.awaitReady(Readiness.http(url().resolve("/actuator/health/readiness")), START_DEADLINE);
    }

    /** Stops it in order (SIGTERM) and returns when it has ended. */
    public synchronized void stop() {
        wanted = false;
        if (running != null) {
            running.stop();
        }
    }

    /** Ends it at once (SIGKILL), as a crash would. */
    public synchronized void kill() {
        wanted = false;
        if (running != null) {
            running.kill();
        }
    }

    /** The last lines of its log. */
    public synchronized List<String> lastLogLines() {
        return running == null ? List.of() : running.lastLogLines();
    }

    /** It ended, and nobody asked for that. */
    synchronized boolean died() {
        return wanted && running != null && !running.isAlive();
    }

    ProcessPlan plan() {
        return plan;
    }

    ServiceKind kind() {
        return kind;
    }
}
