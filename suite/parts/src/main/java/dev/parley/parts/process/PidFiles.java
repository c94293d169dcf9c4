package dev.parley.parts.process;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes of running processes, so that what a killed JVM left behind is found and ended at the next start.
 *
 * <p>A file names the process and the JVM that owns it, each by pid, start and executable. Only a process that matches all three
 * is ever ended, and only when its owner is gone.
 */
public final class PidFiles {

    private static final Logger log = LoggerFactory.getLogger(PidFiles.class);
    private static final String SUFFIX = ".pid";

    private PidFiles() {}

    /** A process that another living JVM owns: that one uses the folder. */
    public record InUse(String name, long pid, long ownerPid) {}

    /** What {@link #reap} found: names of ended leftovers, and what belongs to another JVM that still runs. */
    public record Reaped(List<String> ended, List<InUse> inUse) {

        public Reaped {
            ended = List.copyOf(ended);
            inUse = List.copyOf(inUse);
        }
    }

    /** Notes that this JVM owns the process, replacing what the file said before. */
    public static void write(Path file, ProcessHandle process) {
        Properties content = new Properties();
        ProcessRecord.of(process).writeTo(content, "");
        ProcessRecord.of(ProcessHandle.current()).writeTo(content, "owner-");
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Writer writer = Files.newBufferedWriter(next)) {
                content.store(writer, null);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** The process that the file notes, when it still runs; also when this or another JVM owns it. */
    public static Optional<ProcessHandle> running(Path file) {
        return read(file).flatMap(content -> content.process().find());
    }

    /**
     * Ends what earlier JVMs left behind: looks at each {@code *.pid} below the folder, ends its process (SIGTERM, after the
     * grace SIGKILL) when the owner is gone, and removes the file. Files of this JVM and of other living ones stay.
     */
    public static Reaped reap(Path folder, Duration grace) {
        List<String> ended = new ArrayList<>();
        List<InUse> inUse = new ArrayList<>();
        for (Path file : pidFilesBelow(folder)) {
            Optional<Content> content = read(file);
            Optional<ProcessHandle> process = content.flatMap(it -> it.process().find());
            Optional<ProcessHandle> owner = content.flatMap(it -> it.owner().find());
            if (process.isPresent() && owner.isPresent()) {
                if (owner.get().pid() != ProcessHandle.current().pid()) {
                    inUse.add(new InUse(nameOf(file), process.get().pid(), owner.get().pid()));
                }
                continue;
            }
            process.ifPresent(leftover -> {
                log.info("Ending {} (pid {}), left behind by an earlier run", nameOf(file), leftover.pid());
                end(leftover, grace);
                ended.add(nameOf(file));
            });
            remove(file);
        }
        return new Reaped(ended, inUse);
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + file, e);
        }
    }

    /** SIGTERM, and SIGKILL for it and its descendants when it has not ended within the grace. */
    static void end(ProcessHandle process, Duration grace) {
        List<ProcessHandle> family = family(process);
        process.destroy();
        if (!endedWithin(process, grace)) {
            log.warn("pid {} did not end within {} after SIGTERM: killing it", process.pid(), grace);
        }
        family.forEach(ProcessHandle::destroyForcibly);
        endedWithin(process, Duration.ofSeconds(10));
    }

    /** The process and its descendants; only a living parent can tell them, so ask before ending it. */
    static List<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    static boolean endedWithin(ProcessHandle process, Duration time) {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Path> pidFilesBelow(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(folder, 4, (path, _) -> path.toString().endsWith(SUFFIX))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private record Content(ProcessRecord process, ProcessRecord owner) {}

    private static Optional<Content> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(
                    new Content(ProcessRecord.readFrom(properties, ""), ProcessRecord.readFrom(properties, "owner-")));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty(); // not ours, or cut short: there is nothing that could safely be ended
        }
    }
}
