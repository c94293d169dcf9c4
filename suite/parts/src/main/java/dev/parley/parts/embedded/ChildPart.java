package dev.parley.parts.embedded;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.parley.parts.Part;
import dev.parley.parts.PartFailedException;
import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.FreePorts;

/** A part that is one child process on a port of 127.0.0.1. */
abstract class ChildPart implements Part {

    private final String name;
    private final int port;
    private final Path log;
    private volatile @Nullable ChildProcess running;

    ChildPart(String name, int port, Path log) {
        this.name = name;
        this.port = port;
        this.log = log.toAbsolutePath();
    }

    /** Starts the process and returns when it can be used; the port is free. */
    abstract ChildProcess launch();

    @Override
    public final String name() {
        return name;
    }

    public final int port() {
        return port;
    }

    @Override
    public final Path log() {
        return log;
    }

    @Override
    public final boolean isRunning() {
        return running != null && running.isAlive();
    }

    /** The process id, while it runs. */
    public final long pid() {
        if (running == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return running.pid();
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        if (!FreePorts.isFree(port)) {
            throw new PartFailedException(name + " cannot be started: port " + port + " on 127.0.0.1 is taken.");
        }
        running = launch();
    }

    @Override
    public final void stop() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    /** Ends it at once by SIGKILL, as a crash would. */
    public final void kill() {
        if (running != null) {
            running.kill();
            running = null;
        }
    }
}
