package dev.parley.parts.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.parley.parts.PartFailedException;
import dev.parley.parts.process.ChildProcess;
import dev.parley.parts.process.ProcessPlan;
import dev.parley.parts.process.Readiness;

/**
 * A MariaDB 11.4 server from a Maven artifact as a child process: one primary, durable (each commit is synced), without TLS because
 * it only listens on 127.0.0.1.
 */
public final class EmbeddedMariaDb extends ChildPart {

    private static final String ROOT = "root";
    private static final Duration START_DEADLINE = Duration.ofSeconds(120);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final Settings settings;

    /**
     * @param directory holds data and pid file; made when missing
     * @param port on 127.0.0.1
     * @param rootPassword of the account {@code root@127.0.0.1}; letters, digits, {@code -} and {@code _}. It is set when the data is first
     *     made and must be the same ever after
     */
    public record Settings(Path directory, int port, String rootPassword) {

        public Settings {
            directory = directory.toAbsolutePath();
            Credentials.requireSimple("rootPassword", rootPassword);
        }
    }

    /** Its log is {@code mariadb.log} in its directory. */
    public EmbeddedMariaDb(Settings settings) {
        this(settings, settings.directory().resolve("mariadb.log"));
    }

    public EmbeddedMariaDb(Settings settings, Path log) {
        super("MariaDB", settings.port(), log);
        this.settings = settings;
    }

    /** {@code jdbc:mariadb://127.0.0.1:port/schema}, without account. */
    public String jdbcUrl(String schema) {
        return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(settings.port(), schema);
    }

    @Override
    public void start() {
        boolean wasRunning = isRunning();
        super.start();
        if (!wasRunning) {
            checkRootPassword();
        }
    }

    @Override
    ChildProcess launch() {
        try {
            MariaDbBinaries binaries = MariaDbBinaries.unpacked(BinaryCache.ofUser());
            Files.createDirectories(log().getParent());
            MariaDbData data = new MariaDbData(settings.directory().resolve("data"));
            data.createUnlessThere(binaries, settings.rootPassword(), log());
            ProcessPlan plan = ProcessPlan.in(settings.directory(), "mariadb", command(binaries, data))
                    .withLogFile(log())
                    .withStopTimeout(STOP_TIMEOUT);
            return ChildProcess.start(plan).awaitReady(Readiness.port(settings.port()), START_DEADLINE);
        } catch (IOException e) {
            throw PartFailedException.because(name(), e);
        }
    }

    /**
     * Makes the schema and an account that may do everything in it and nothing elsewhere, unless they are there; sets the account's
     * password in any case.
     *
     * @throws PartFailedException when the server refuses
     */
    public void provide(String schema, String username, String password) {
        Credentials.requireSimple("schema", schema);
        Credentials.requireSimple("username", username);
        Credentials.requireSimple("password", password);
        asRoot(statement -> {
            statement.execute("CREATE DATABASE IF NOT EXISTS `" + schema + "`");
            statement.execute("CREATE USER IF NOT EXISTS '" + username + "'@'127.0.0.1'");
            statement.execute("ALTER USER '" + username + "'@'127.0.0.1' IDENTIFIED BY '" + password + "'");
            statement.execute(
                    "GRANT ALL PRIVILEGES ON `" + schema.replace("_", "\\_") + "`.* TO '" + username + "'@'127.0.0.1'");
        });
    }

    /** What a test does to the server that a service's account may not, such as {@code KILL} or {@code SET GLOBAL}. */
    public void asRoot(RootWork work) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("") + "?connectTimeout=10000", ROOT,
                settings.rootPassword());
                Statement statement = connection.createStatement()) {
            work.run(statement);
        } catch (SQLException e) {
            throw new PartFailedException("MariaDB refused: " + e.getMessage(), e);
        }
    }

    /** Statements with root's privileges. */
    @FunctionalInterface
    public interface RootWork {

        void run(Statement statement) throws SQLException;
    }

    private void checkRootPassword() {
        try {
            asRoot(_ -> {});
        } catch (PartFailedException e) {
            stop();
            throw new PartFailedException("MariaDB refuses the password that belongs to " + settings.directory()
                    + ": its data was made with another one.", e);
        }
    }

    private List<String> command(MariaDbBinaries binaries, MariaDbData data) {
        List<String> command = new ArrayList<>(data.baseCommand(binaries));
        command.addAll(List.of(
                "--bind-address=127.0.0.1",
                "--port=" + settings.port(),
                // Relative to the data folder: the path of a socket may only have about a hundred characters. And .txt: *.pid are notes of ours.
                "--socket=mariadb.sock",
                "--pid-file=server.txt",
                // With TLS each start makes a key, which takes seconds.
                "--skip-ssl",
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_uca1400_ai_ci",
                "--max-connections=300",
                "--innodb-buffer-pool-size=64M",
                "--aria-pagecache-buffer-size=8M",
                "--key-buffer-size=1M"));
        return command;
    }
}
