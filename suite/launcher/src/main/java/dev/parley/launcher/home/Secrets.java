package dev.parley.launcher.home;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The secrets of a data directory: made at first run, the same ever after, in a file that only its owner may read. */
public final class Secrets {

    static final String FILE = "secrets.properties";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<Secret, String> values;

    private Secrets(Map<Secret, String> values) {
        this.values = new EnumMap<>(values);
    }

    /**
     * Reads the file; makes up what it lacks and writes it back.
     *
     * @throws CannotStartException when it cannot be read or written
     */
    public static Secrets of(Home home) {
        return in(home.path());
    }

    static Secrets in(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            Properties known = read(file);
            Map<Secret, String> values = new EnumMap<>(Secret.class);
            for (Secret secret : Secret.values()) {
                values.put(secret, known.getProperty(secret.name(), ""));
                if (values.get(secret).isBlank()) {
                    values.put(secret, random(secret.kind()));
                }
            }
            Secrets secrets = new Secrets(values);
            if (!known.keySet().containsAll(secrets.asProperties().keySet())) {
                secrets.write(file);
            }
            return secrets;
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotStartException(
                    "The secrets in " + file + " cannot be read or written: " + e.getMessage() + ".", e);
        }
    }

    public String get(Secret secret) {
        return Objects.requireNonNull(values.get(secret), secret.name());
    }

    private Properties asProperties() {
        Properties properties = new Properties();
        values.forEach((secret, value) -> properties.setProperty(secret.name(), value));
        return properties;
    }

    /** In one step: a run that is killed meanwhile never leaves a file with half of them. */
    private void write(Path file) throws IOException {
        StringWriter content = new StringWriter();
        asProperties().store(content, "Made up at the first run. The data in this directory is lost without them.");
        Path next = file.resolveSibling(FILE + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, content.toString());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    private static String random(Secret.Kind kind) {
        return switch (kind) {
            case PASSWORD -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
            case SHORT_PASSWORD -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(12));
            case KEY -> Base64.getEncoder().encodeToString(bytes(32));
        };
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
