package dev.parley.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

import dev.parley.launcher.home.CannotStartException;

/** The folder with the modules, after a build. */
record BuiltProject(Path root) {

    /**
     * The newest jar that the build made of this service.
     *
     * @throws CannotStartException when there is none
     */
    Path jar(ServiceKind kind) {
        Path target = root.resolve(kind.serviceName()).resolve("target");
        String pattern = "parley-" + kind.serviceName() + "-[0-9][^/]*(?<!-sources|-javadoc|-tests)\\.jar";
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.<Path>empty()) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> new CannotStartException(
                            kind.serviceName() + " is not built: " + target + " has no jar; run make build."));
        } catch (IOException e) {
            throw new CannotStartException(
                    "The jar of " + kind.serviceName() + " cannot be found: " + e.getMessage() + ".", e);
        }
    }
}
