package dev.parley.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The packaged services, as the build made them. */
final class ServiceJars {

    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private ServiceJars() {}

    static Path of(String service) {
        Path target = ROOT.resolve(service).resolve("target");
        String name = "parley-" + service + "-[0-9][^/]*(?<!-sources|-javadoc|-tests)\\.jar";
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
            return files.filter(file -> file.getFileName().toString().matches(name)).findFirst()
                    .orElseThrow(() -> new IllegalStateException(service + " is not packaged: run make build first"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
