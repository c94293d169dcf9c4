package dev.parley.parts.embedded;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.parley.parts.PartFailedException;
import dev.parley.parts.process.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedMariaDbTest {

    private Path directory = Path.of("target");
    private EmbeddedMariaDb mariaDb = server(directory, "unused");

    @BeforeEach
    void start() throws Exception {
        directory = Files.createTempDirectory(Files.createDirectories(Path.of("target/parts")).toAbsolutePath(),
                "mariadb");
        mariaDb = server(directory, "root-secret");
        mariaDb.start();
    }

    @AfterEach
    void stop() {
        mariaDb.close();
    }

    @Test
    void dataSurvivesAStopAndAKill() throws Exception {
        mariaDb.provide("parley_a", "parley_a", "secret-a");
        execute("parley_a", "secret-a", "CREATE TABLE t (v VARCHAR(20))", "INSERT INTO t VALUES ('first 🎈')");

        mariaDb.stop();
        assertThat(mariaDb.isRunning()).isFalse();
        mariaDb.start();
        execute("parley_a", "secret-a", "INSERT INTO t VALUES ('second')");
        mariaDb.kill();
        mariaDb.start();

        assertThat(rows("parley_a", "secret-a", "SELECT GROUP_CONCAT(v ORDER BY v) FROM t"))
                .isEqualTo("first 🎈,second");
    }

    @Test
    void anAccountMayDoEverythingInItsSchemaAndNothingElsewhere() {
        mariaDb.provide("parley_a", "parley_a", "secret-a");
        mariaDb.provide("parley_b", "parley_b", "secret-b");

        assertThatThrownBy(() -> executeAs("parley_a", "secret-a", "parley_b", "SELECT 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("denied");
        assertThatThrownBy(() -> rows("parley_a", "secret-a", "SELECT COUNT(*) FROM mysql.global_priv"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void providingAgainKeepsTheDataAndSetsThePassword() throws Exception {
        mariaDb.provide("parley_a", "parley_a", "old-secret");
        execute("parley_a", "old-secret", "CREATE TABLE t (v INT)", "INSERT INTO t VALUES (7)");

        mariaDb.provide("parley_a", "parley_a", "new-secret");

        assertThat(rows("parley_a", "new-secret", "SELECT v FROM t")).isEqualTo("7");
        assertThatThrownBy(() -> rows("parley_a", "old-secret", "SELECT v FROM t")).isInstanceOf(SQLException.class);
    }

    @Test
    void nobodyGetsInWithoutAPassword() {
        assertThatThrownBy(() -> executeAs("root", "", "", "SELECT 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> executeAs("", "", "", "SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void dataMadeWithAnotherPasswordIsToldInOneSentence() {
        mariaDb.stop();
        EmbeddedMariaDb other = server(directory, "another-secret");

        assertThatThrownBy(other::start).isInstanceOf(PartFailedException.class)
                .hasMessageContaining("made with another one");
        assertThat(other.isRunning()).isFalse();
    }

    @Test
    void aTakenPortIsToldInOneSentence() throws Exception {
        mariaDb.stop();
        try (ServerSocket taken = new ServerSocket(mariaDb.port(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(mariaDb::start).isInstanceOf(PartFailedException.class)
                    .hasMessage("MariaDB cannot be started: port " + taken.getLocalPort() + " on 127.0.0.1 is taken.");
        }
    }

    private static EmbeddedMariaDb server(Path directory, String rootPassword) {
        return new EmbeddedMariaDb(new EmbeddedMariaDb.Settings(directory, FreePorts.next(), rootPassword));
    }

    private void execute(String account, String password, String... statements) throws SQLException {
        executeAs(account, password, account, statements);
    }

    private void executeAs(String username, String password, String schema, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(mariaDb.jdbcUrl(schema), username, password)) {
            for (String statement : statements) {
                connection.createStatement().execute(statement);
            }
        }
    }

    private String rows(String account, String password, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(mariaDb.jdbcUrl(account), account, password);
                ResultSet result = connection.createStatement().executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
