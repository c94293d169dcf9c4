package dev.parley.parts.real;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.parley.parts.PartFailedException;
import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.ProcessPlan;
import dev.parley.parts.process.Readiness;

/** The processes of one component, started in order, each when the one before is ready. */
final class OwnProcesses {

    /** Cold, on a busy machine with few cores. */
    static final Duration DEADLINE = Duration.ofMinutes(2);

    private final String name;
    private final List<Step> steps;
    private final List<ChildProcess> running = new ArrayList<>();
    private int prepared;

    /** What is done once, before a process starts for the first time: configuration, data directories. */
    @FunctionalInterface
    interface Preparation {

        Preparation NONE = () -> {};

        void prepare() throws IOException;
    }

    /** A {@link Readiness} that may look at the process itself, at its log for instance. */
    @FunctionalInterface
    interface Condition {

        boolean holds(ChildProcess child) throws Exception;
    }

    record Step(Preparation preparation, ProcessPlan plan, Condition condition) {

        Step(Preparation preparation, ProcessPlan plan, Readiness readiness) {
            this(preparation, plan, _ -> readiness.isReady());
        }
    }

    OwnProcesses(String name, Step... steps) {
        this.name = name;
        this.steps = List.of(steps);
    }

    void start() {
        if (isRunning()) {
            return;
        }
        stop();
        try {
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                if (i >= prepared) {
                    step.preparation().prepare();
                    prepared = i + 1;
                }
                ChildProcess child = ChildProcess.start(step.plan());
                running.add(child);
                child.awaitReady(() -> step.condition().holds(child), DEADLINE);
            }
        } catch (IOException e) {
            stop();
            throw PartFailedException.because(name, e);
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    void stop() {
        running.reversed().forEach(ChildProcess::stop);
        running.clear();
    }

    void kill() {
        running.forEach(ChildProcess::kill);
        running.clear();
    }

    boolean isRunning() {
        return running.size() == steps.size() && running.stream().allMatch(ChildProcess::isAlive);
    }

    Path log() {
        return steps.getLast().plan().logFile();
    }
}
