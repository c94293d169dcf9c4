package dev.parley.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fresh folders below {@code target}. */
public final class TestFolders {

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
