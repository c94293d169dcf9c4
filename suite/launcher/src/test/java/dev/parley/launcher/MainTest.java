package dev.parley.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.parley.parts.process.FreePorts;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** The command as a process of its own, with {@link StandIn}s for the services. */
class MainTest {

    private final Path home = TestFolders.fresh("main-home");
    private final Path output = home.resolveSibling(home.getFileName() + ".out");
    private StandInProject project = new StandInProject(home);
    private Process command = ended();

    @BeforeEach
    void run() throws Exception {
        project = StandInProject.in(TestFolders.fresh("main-project"));
        command = start();
        awaitOutput("Stop         Ctrl-C");
    }

    @AfterEach
    void end() throws Exception {
        command.destroy();
        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSignalStopsEverythingInOrder() throws Exception {
        List<Long> pids = pids();
        assertThat(pids).hasSizeGreaterThanOrEqualTo(7);

        command.destroy();

        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isZero();
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(Files.readString(output)).containsSubsequence("gateway        stopped", "chat-service   stopped",
                "AMQP broker    stopped", "Redis          stopped", "MariaDB        stopped",
                "Parley has stopped; its data stays.");
    }

    @Test
    void aPartThatDiesIsReportedAndTheRestIsStopped() throws Exception {
        List<Long> pids = pids();

        ProcessHandle.of(pid(home.resolve("data/mariadb/mariadb.pid"))).orElseThrow().destroyForcibly();

        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isEqualTo(1);
        assertThat(Files.readString(output))
                .contains("MariaDB has ended unexpectedly; see " + home.resolve("logs/mariadb.log"));
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    }

    @Test
    void aKilledRunIsCleanedUpByTheNextWhichKeepsTheData() throws Exception {
        List<Long> pids = pids();
        String password = passwordLine();
        command.destroyForcibly();
        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();

        command = start();
        awaitOutput("Stop         Ctrl-C");

        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(Files.readString(output)).contains("Ended chat-service, left behind by a run that was killed.",
                "Ended mariadb, left behind by a run that was killed.");
        assertThat(passwordLine()).isEqualTo(password);
    }

    private Process start() throws IOException {
        Files.deleteIfExists(output);
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), project.root().toString());
        builder.environment().put("PARLEY_HOME", home.toString());
        builder.environment().put("PARLEY_PORT", Integer.toString(FreePorts.next()));
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private void awaitOutput(String text) {
        Awaitility.await().atMost(ofSeconds(120)).until(() -> {
            assertThat(command.isAlive()).as(Files.readString(output)).isTrue();
            return Files.readString(output).contains(text);
        });
    }

    private String passwordLine() throws IOException {
        return Files.readString(output).lines().filter(line -> line.contains("password")).findFirst().orElseThrow();
    }

    private List<Long> pids() throws IOException {
        try (Stream<Path> files = Files.find(home, 4, (path, _) -> path.toString().endsWith(".pid"))) {
            return files.map(MainTest::pid).toList();
        }
    }

    private static long pid(Path file) {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Long.parseLong(properties.getProperty("pid"));
    }

    private static Process ended() {
        try {
            return new ProcessBuilder("true").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
