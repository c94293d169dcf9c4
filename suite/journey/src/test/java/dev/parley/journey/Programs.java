package dev.parley.journey;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;
import org.slf4j.LoggerFactory;

/** Programs that a test runs as a person would, and that not every machine has. */
final class Programs {

    private Programs() {}

    /**
     * Leaves the test out, in so many words, when one of these is not on the PATH.
     *
     * @throws IllegalStateException instead, when the run requires everything ({@code -Dparley.real=required})
     */
    static void need(String... names) {
        List<String> missing = Stream.of(names).filter(name -> !isInstalled(name)).toList();
        if (missing.isEmpty()) {
            return;
        }
        String reason = "left out: not installed: " + String.join(", ", missing)
                + "; run suite/install-test-components.sh";
        if (System.getProperty("parley.real", "auto").equals("required")) {
            throw new IllegalStateException(reason);
        }
        LoggerFactory.getLogger(Programs.class).warn("A test is {}", reason);
        throw new TestAbortedException(reason);
    }

    private static boolean isInstalled(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
