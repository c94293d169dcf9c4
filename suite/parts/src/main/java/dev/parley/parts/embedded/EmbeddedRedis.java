package dev.parley.parts.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.parley.parts.PartFailedException;
import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.ProcessPlan;
import dev.parley.parts.process.Readiness;

/** A Redis 6.2 server from a Maven artifact as a child process, with a password and an append-only file synced every second. */
public final class EmbeddedRedis extends ChildPart {

    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    private final Settings settings;

    /**
     * @param directory holds data, configuration and pid file; made when missing
     * @param port on 127.0.0.1
     * @param password letters, digits, {@code -} and {@code _}
     */
    public record Settings(Path directory, int port, String password) {

        public Settings {
            directory = directory.toAbsolutePath();
            Credentials.requireSimple("password", password);
        }
    }

    /** Its log is {@code redis.log} in its directory. */
    public EmbeddedRedis(Settings settings) {
        this(settings, settings.directory().resolve("redis.log"));
    }

    public EmbeddedRedis(Settings settings, Path log) {
        super("Redis", settings.port(), log);
        this.settings = settings;
    }

    /** With the password: {@code redis://:password@127.0.0.1:port}. */
    public String url() {
        return "redis://:%s@127.0.0.1:%d".formatted(settings.password(), settings.port());
    }

    @Override
    ChildProcess launch() {
        try {
            Path data = Files.createDirectories(settings.directory().resolve("data"));
            Path configuration = settings.directory().resolve("redis.conf");
            PrivateFiles.write(configuration, configuration(data));
            List<String> command = List.of(RedisBinary.unpacked(BinaryCache.ofUser()).server().toString(),
                    configuration.toString());
            ProcessPlan plan = ProcessPlan.in(settings.directory(), "redis", command).withLogFile(log());
            return ChildProcess.start(plan).awaitReady(Readiness.port(settings.port()), START_DEADLINE);
        } catch (IOException e) {
            throw PartFailedException.because(name(), e);
        }
    }

    private String configuration(Path data) {
        return """
            bind 127.0.0.1
            port %d
            requirepass %s
            dir "%s"
            appendonly yes
            appendfsync everysec
            save ""
            """.formatted(settings.port(), settings.password(), data);
    }
}
