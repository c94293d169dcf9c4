package dev.parley.parts.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What it takes to start a child process; the same plan starts it again after a stop.
 *
 * @param name what people call it: in messages and as the name of its log and pid file
 * @param command executable and arguments
 * @param environment added to the environment of this JVM
 * @param workingDirectory where it runs; made when missing
 * @param logFile standard output and standard error are appended here; its folder is made when missing
 * @param pidFile where the running process is noted, for {@link PidFiles#reap}; its folder is made when missing
 * @param stopTimeout how long it may take to end after SIGTERM before it gets SIGKILL
 */
public record ProcessPlan(String name, List<String> command, Map<String, String> environment, Path workingDirectory,
        Path logFile,
        Path pidFile, Duration stopTimeout) {

    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(20);

    public ProcessPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (name.isBlank() || command.isEmpty()) {
            throw new IllegalArgumentException("A process needs a name and a command");
        }
        if (stopTimeout.isNegative() || stopTimeout.isZero()) {
            throw new IllegalArgumentException("stopTimeout must be positive");
        }
    }

    /** A plan whose working directory, log ({@code <name>.log}) and pid file ({@code <name>.pid}) are in one folder. */
    public static ProcessPlan in(Path folder, String name, List<String> command) {
        Path absolute = folder.toAbsolutePath();
        return new ProcessPlan(name, command, Map.of(), absolute, absolute.resolve(name + ".log"),
                absolute.resolve(name + ".pid"),
                DEFAULT_STOP_TIMEOUT);
    }

    /** The same with these variables added to its environment. */
    public ProcessPlan withEnvironment(Map<String, String> added) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(added);
        return new ProcessPlan(name, command, all, workingDirectory, logFile, pidFile, stopTimeout);
    }

    public ProcessPlan withLogFile(Path file) {
        return new ProcessPlan(name, command, environment, workingDirectory, file, pidFile, stopTimeout);
    }

    public ProcessPlan withPidFile(Path file) {
        return new ProcessPlan(name, command, environment, workingDirectory, logFile, file, stopTimeout);
    }

    public ProcessPlan withStopTimeout(Duration timeout) {
        return new ProcessPlan(name, command, environment, workingDirectory, logFile, pidFile, timeout);
    }
}
