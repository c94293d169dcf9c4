package dev.parley.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

import dev.parley.parts.process.PidFiles;

/** The folder of this JVM's parts. Those of JVMs that are gone are removed when a new one is made, after their leftovers were ended. */
record PartsFolder(Path path) {

    static PartsFolder below(Path root) {
        try {
            Files.createDirectories(root);
            PidFiles.reap(root, Duration.ofSeconds(5));
            removeAbandoned(root);
            return new PartsFolder(Files.createDirectories(root.resolve(Long.toString(ProcessHandle.current().pid())))
                    .toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path of(String part) {
        return path.resolve(part);
    }

    private static void removeAbandoned(Path root) throws IOException {
        List<Path> folders;
        try (Stream<Path> list = Files.list(root)) {
            folders = list.toList();
        }
        for (Path folder : folders) {
            long pid = pidOf(folder);
            boolean own = pid == ProcessHandle.current().pid();
            if (pid > 0 && (own || ProcessHandle.of(pid).isEmpty())) {
                FileSystemUtils.deleteRecursively(folder);
            }
        }
    }

    /** Each folder is named after the JVM that made it; 0 for a stranger's. */
    private static long pidOf(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches("[0-9]{1,10}") ? Long.parseLong(name) : 0;
    }
}
