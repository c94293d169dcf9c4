package dev.parley.parts.process;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * Which process is meant: a pid alone is reused by the system, a pid with its start and its executable is not.
 *
 * @param pid process id
 * @param started when it started, as the system tells
 * @param executable path of the executable it runs; empty when the system does not tell
 */
record ProcessRecord(long pid, Instant started, String executable) {

    /** The system derives the start from the boot time, which moves a little when the clock is set. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    static ProcessRecord of(ProcessHandle handle) {
        ProcessHandle.Info info = handle.info();
        return new ProcessRecord(handle.pid(), info.startInstant().orElse(Instant.EPOCH), info.command().orElse(""));
    }

    /** The living process that this record means; empty when it ended, also when another has its pid now. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isMeant);
    }

    private boolean isMeant(ProcessHandle handle) {
        ProcessRecord other = of(handle);
        return Duration.between(started, other.started).abs().compareTo(CLOCK_TOLERANCE) <= 0
                && executable.equals(other.executable);
    }

    void writeTo(Properties properties, String prefix) {
        properties.setProperty(prefix + "pid", Long.toString(pid));
        properties.setProperty(prefix + "started", started.toString());
        properties.setProperty(prefix + "executable", executable);
    }

    /** @throws IllegalArgumentException when a member is missing or malformed */
    static ProcessRecord readFrom(Properties properties, String prefix) {
        try {
            return new ProcessRecord(Long.parseLong(properties.getProperty(prefix + "pid", "")),
                    Instant.parse(properties.getProperty(prefix + "started", "")),
                    properties.getProperty(prefix + "executable", ""));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Not a start time", e);
        }
    }
}
