package dev.parley.journey;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.ProcessPlan;
import dev.parley.parts.process.Readiness;

/** A packaged service as a child process. */
final class ServiceProcess implements RunningSuite.ServiceHandle {

    private static final Duration START_DEADLINE = Duration.ofSeconds(180);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final URI url;
    private final ProcessPlan plan;
    private @Nullable ChildProcess running;

    ServiceProcess(Path folder, String name, int port, List<String> command, Map<String, String> environment) {
        this.url = URI.create("http://127.0.0.1:" + port);
        this.plan = ProcessPlan.in(folder, name, command).withEnvironment(environment).withStopTimeout(STOP_TIMEOUT);
    }

    @Override
    public URI url() {
        return url;
    }

    /** The process as it runs now. */
    synchronized long pid() {
        if (running == null) {
            throw new IllegalStateException(plan.name() + " was not started");
        }
        return running.pid();
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null && running.isAlive();
    }

    @Override
    public void start() {
        startWith(Map.of());
    }

    @Override
    public synchronized void startWith(Map<String, String> more) {
        if (!isRunning()) {
            running = ChildProcess.start(plan.withEnvironment(more))
                    .awaitReady(Readiness.http(url.resolve("/actuator/health/readiness")), START_DEADLINE);
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public synchronized void kill() {
        if (running != null) {
            running.kill();
        }
    }
}
