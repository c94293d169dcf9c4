package dev.parley.parts.embedded;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs unpacked from artifacts, once for all projects and runs of this user.
 *
 * @param folder one folder in it for each program and version
 */
record BinaryCache(Path folder) {

    /** Fills an empty folder. */
    @FunctionalInterface
    interface Unpacking {

        void into(Path folder) throws IOException;
    }

    /** {@code $XDG_CACHE_HOME/parley}, or {@code ~/.cache/parley}. */
    static BinaryCache ofUser() {
        Path caches = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return new BinaryCache(caches.resolve("parley"));
    }

    /** The folder of this name; unpacks it when it is not there. Whole or not at all, also when two JVMs do it at once. */
    Path provide(String name, Unpacking unpacking) throws IOException {
        Path target = folder.resolve(name);
        if (Files.isDirectory(target)) {
            return target;
        }
        Files.createDirectories(folder);
        Path temporary = Files.createTempDirectory(folder, "unpacking");
        try {
            unpacking.into(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            // Another JVM was faster: its copy is as good.
        } finally {
            deleteTree(temporary);
        }
        return target;
    }

    static void makeExecutable(Path program) throws IOException {
        if (!program.toFile().setExecutable(true, true)) {
            throw new IOException("Cannot make " + program + " executable");
        }
    }

    static void copyTree(Path from, Path to) throws IOException {
        List<Path> sources;
        try (Stream<Path> walk = Files.walk(from)) {
            sources = walk.toList();
        }
        for (Path source : sources) {
            Path target = to.resolve(from.relativize(source).toString());
            if (Files.isDirectory(source)) {
                Files.createDirectories(target);
            } else {
                Files.copy(source, target);
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
