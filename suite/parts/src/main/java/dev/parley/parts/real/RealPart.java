package dev.parley.parts.real;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.parley.parts.Part;

/**
 * A real component: either processes of this JVM, which it may stop and kill, or an existing one that the environment names, which
 * it only uses.
 */
public abstract sealed class RealPart implements Part
        permits MariaDbNode, RabbitMqNode, RedisNode, ConsulAgent, RadosGateway {

    private final RealComponent component;
    private final @Nullable OwnProcesses processes;

    RealPart(RealComponent component, @Nullable OwnProcesses processes) {
        this.component = component;
        this.processes = processes;
    }

    @Override
    public String name() {
        return component.title();
    }

    /** Whether it may be stopped; an existing one may not. */
    public final boolean isOurs() {
        return processes != null;
    }

    @Override
    public void start() {
        if (processes != null) {
            processes.start();
        }
    }

    /** @throws UnsupportedOperationException for an existing one */
    @Override
    public void stop() {
        ours().stop();
    }

    /**
     * Ends it at once by SIGKILL, as a crash would.
     *
     * @throws UnsupportedOperationException for an existing one
     */
    public void kill() {
        ours().kill();
    }

    @Override
    public boolean isRunning() {
        return processes == null || processes.isRunning();
    }

    /** @throws UnsupportedOperationException for an existing one */
    @Override
    public Path log() {
        return ours().log();
    }

    /** Stops it when it is ours. */
    @Override
    public void close() {
        if (processes != null) {
            processes.stop();
        }
    }

    private OwnProcesses ours() {
        if (processes == null) {
            throw new UnsupportedOperationException(
                    component.title() + " is an existing one, named by " + component.variable()
                            + ": tests only use it");
        }
        return processes;
    }
}
