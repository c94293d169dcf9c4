package dev.parley.launcher.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import dev.parley.launcher.home.CannotStartException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Makes and keeps {@link ServiceImage}s, one folder for each service and content of its jar: an image never changes, so a start cache in
 * it stays valid until the service is built anew or the JDK is another.
 *
 * @param folder where the images are
 * @param java the program that runs services
 */
public record ServiceImages(Path folder, Path java) {

    private static final long EXTRACT_SECONDS = 120;

    /** The image of this jar; makes it when missing, and removes the ones of earlier builds. */
    public ServiceImage of(String service, Path jar) {
        try {
            Path image = folder.resolve(service + "-" + fingerprint(jar));
            Path extracted = image.resolve(jar.getFileName());
            if (!Files.exists(extracted)) {
                Files.createDirectories(folder);
                removeAll(service);
                extract(jar, image);
            }
            return new ServiceImage(extracted, image.resolve("start.aot"));
        } catch (IOException e) {
            throw new CannotStartException(
                    service + " cannot be made ready to run in " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    private void extract(Path jar, Path image) throws IOException {
        Path making = image.resolveSibling(image.getFileName() + ".making");
        deleteTree(making);
        Process process = new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Djarmode=tools", "-jar",
                jar.toString(), "extract", "--destination", making.toString()).redirectErrorStream(true).start();
        String output;
        try (InputStream stream = process.getInputStream()) {
            output = new String(stream.readAllBytes(), UTF_8);
        }
        if (!ended(process) || process.exitValue() != 0) {
            throw new IOException("extracting " + jar + " failed: " + output.strip());
        }
        Files.move(making, image, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean ended(Process process) {
        try {
            if (process.waitFor(EXTRACT_SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    /** The content of the jar, by the checksums in its directory, and the JVM that runs it. */
    private static String fingerprint(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Runtime.version().toString().getBytes(UTF_8));
            zip.stream().map(entry -> entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc() + '\n')
                    .forEach(line -> digest.update(line.getBytes(UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void removeAll(String service) throws IOException {
        List<Path> old;
        try (Stream<Path> list = Files.list(folder)) {
            old = list.filter(path -> path.getFileName().toString().matches(service + "-[0-9a-f]{16}(\\.making)?"))
                    .toList();
        }
        for (Path path : old) {
            deleteTree(path);
        }
    }

    private static void deleteTree(Path root) throws IOException {
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
