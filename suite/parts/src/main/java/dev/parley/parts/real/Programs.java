package dev.parley.parts.real;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the programs of the components are on this machine. */
final class Programs {

    /** Not on the path: the one that is there insists on changing the user. */
    static final Path RABBITMQ_SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private Programs() {}

    /** @throws IllegalStateException when there is none; ask {@link RealComponent#missing} first */
    static String path(String program) {
        return find(program).orElseThrow(() -> new IllegalStateException(program + " is not installed")).toString();
    }

    static Optional<Path> find(String program) {
        Path asPath = Path.of(program);
        Stream<Path> candidates = asPath.isAbsolute()
                ? Stream.of(asPath)
                : folders().stream().map(it -> it.resolve(program));
        return candidates.filter(Files::isExecutable).findFirst();
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        folders.add(tools());
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isBlank()) {
                folders.add(Path.of(folder));
            }
        }
        // Servers are here, which is not on the path of people other than root.
        folders.add(Path.of("/usr/sbin"));
        folders.add(Path.of("/sbin"));
        return folders;
    }

    /** The folder that suite/install-test-components.sh unpacks into; both read the same variables. */
    private static Path tools() {
        String tools = System.getenv("PARLEY_TOOLS");
        if (tools != null && !tools.isBlank()) {
            return Path.of(tools);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path folder = cache == null || cache.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cache);
        return folder.resolve("parley").resolve("tools");
    }
}
