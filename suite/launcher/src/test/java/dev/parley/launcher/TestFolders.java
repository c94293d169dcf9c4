package dev.parley.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/** Fresh folders below {@code target}; those of the JVM before are removed. */
public final class TestFolders {

    private static final Path ROOT = Path.of("target/test-folders").toAbsolutePath();

    static {
        try {
            FileSystemUtils.deleteRecursively(ROOT);
            Files.createDirectories(ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestFolders() {}

    public static Path fresh(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/test-folders").toAbsolutePath()),
                    name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
