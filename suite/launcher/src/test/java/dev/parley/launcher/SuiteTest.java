package dev.parley.launcher;

import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.parley.launcher.home.CannotStartException;
import dev.parley.parts.process.ChildFailedException;
import dev.parley.parts.process.FreePorts;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The real parts with {@link StandIn}s for the services. */
class SuiteTest {

    private final Path home = TestFolders.fresh("suite-home");
    private StandInProject project = new StandInProject(home);

    @BeforeEach
    void build() throws Exception {
        project = StandInProject.in(TestFolders.fresh("suite-project"));
    }

    @Test
    void everythingRunsAndNothingIsLeft() throws Exception {
        List<Long> pids;
        try (Suite suite = Suite.start(settings())) {
            assertThat(suite.services()).extracting(SuiteService::name)
                    .containsExactly("auth-service", "chat-service", "file-service", "hash-service", "gateway");
            assertThat(suite.services()).allMatch(SuiteService::isRunning);
            assertThat(suite.parts().running()).hasSize(3);
            assertThat(get(suite.gatewayUrl() + "/actuator/health/readiness")).isEqualTo(200);
            pids = suite.services().stream().map(SuiteService::pid).toList();
        }

        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(home.resolve("run")).isEmptyDirectory();
    }

    @Test
    void aKilledServiceComesBackOnItsPort() throws Exception {
        try (Suite suite = Suite.start(settings())) {
            SuiteService chat = suite.service("chat-service");
            int port = chat.port();

            chat.kill();
            assertThat(chat.isRunning()).isFalse();
            assertThat(suite.casualty()).as("it was asked for").isEmpty();
            chat.start();

            assertThat(get("http://127.0.0.1:" + port + "/actuator/health/readiness")).isEqualTo(200);
        }
    }

    @Test
    void aServiceThatDiesIsReportedWithItsLastLines() throws Exception {
        try (Suite suite = Suite.start(settings())) {
            SuiteService file = suite.service("file-service");
            ProcessHandle.of(file.pid()).orElseThrow().destroyForcibly();

            Awaitility.await().atMost(ofSeconds(60)).until(() -> suite.casualty().isPresent());

            assertThat(suite.casualty().orElseThrow()).startsWith("file-service has ended unexpectedly.")
                    .contains(file.log().toString()).contains("file-service serves");
        }
    }

    @Test
    void aServiceThatDoesNotStartIsReportedWithItsLastLinesAndNothingIsLeft() throws Exception {
        Files.writeString(home.resolve("hash-service.broken"), "");

        assertThatThrownBy(() -> Suite.start(settings())).isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("hash-service ended with exit value 3")
                .hasMessageContaining("hash-service finds that something is broken");

        assertThat(home.resolve("run")).isEmptyDirectory();
        assertThat(home.resolve("data/mariadb/mariadb.pid")).doesNotExist();
    }

    @Test
    void aTakenPortIsToldInOneSentenceBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(FreePorts.next(), 1, InetAddress.getByName("127.0.0.1"))) {
            SuiteSettings settings = new SuiteSettings(project.root(), home, taken.getLocalPort());

            assertThatThrownBy(() -> Suite.start(settings)).isInstanceOf(CannotStartException.class)
                    .hasMessage("Port " + taken.getLocalPort()
                            + " on 127.0.0.1 is taken by another program: choose another one, "
                            + "for example with PARLEY_PORT=9090 make run.");
        }
        assertThat(home.resolve("data/mariadb")).doesNotExist();
    }

    @Test
    void aProjectThatIsNotBuiltIsToldInOneSentence() throws Exception {
        Files.delete(project.jar(ServiceKind.CHAT));

        assertThatThrownBy(() -> Suite.start(settings())).isInstanceOf(CannotStartException.class)
                .hasMessageStartingWith("chat-service is not built");
    }

    @Test
    void startsGetFasterCachesInTheBackgroundUntilAServiceIsBuiltAnew() throws Exception {
        try (Suite suite = Suite.start(settings())) {
            suite.prepareFastStart();
            Awaitility.await().atMost(ofSeconds(120)).until(() -> startCaches().size() == ServiceKind.values().length);
        }
        project.rebuild(ServiceKind.AUTH, "a change");

        try (Suite suite = Suite.start(settings())) {
            assertThat(suite.services()).allMatch(SuiteService::isRunning);
            assertThat(startCaches()).hasSize(ServiceKind.values().length - 1)
                    .noneMatch(cache -> cache.toString().contains("auth-service"));
        }
    }

    private SuiteSettings settings() {
        return SuiteSettings.onFreePort(project.root(), home);
    }

    private List<Path> startCaches() throws Exception {
        try (var files = Files.find(home.resolve("images"), 2, (path, _) -> path.endsWith("start.aot"))) {
            return files.toList();
        }
    }

    private static int get(String address) throws Exception {
        return ((HttpURLConnection) URI.create(address).toURL().openConnection()).getResponseCode();
    }
}
