package dev.parley.launcher.home;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.parley.launcher.TestFolders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HomeTest {

    private final Path folder = TestFolders.fresh("home");

    @Test
    void onlyTheOwnerMayLookInside() throws Exception {
        try (Home home = Home.open(folder.resolve("new/one"))) {
            assertThat(Files.getPosixFilePermissions(home.path()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void itCanBeOpenedAgainAfterItWasClosed() {
        Home.open(folder).close();

        Home.open(folder).close();
    }

    @Test
    void whatAKilledLauncherLeftIsEndedAndASecondLauncherIsRefusedBefore() throws Exception {
        Process launcher = startKilledLauncher();
        try {
            ProcessHandle sleeper = sleeperOf(launcher);
            assertThatThrownBy(() -> Home.open(folder)).isInstanceOf(CannotStartException.class)
                    .hasMessage("Parley already runs with the data directory " + folder + " (process " + launcher.pid()
                            + "): stop it with Ctrl-C, or name another directory with PARLEY_HOME.");

            launcher.destroyForcibly();
            assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(sleeper.isAlive()).isTrue();

            try (Home home = Home.open(folder)) {
                assertThat(home.endedLeftovers()).containsExactly("sleeper");
                assertThat(sleeper.isAlive()).isFalse();
            }
        } finally {
            launcher.destroyForcibly();
        }
    }

    @Test
    void aLogOfTheRunBeforeIsKeptOnce() throws Exception {
        try (Home home = Home.open(folder)) {
            Files.writeString(home.freshLog("gateway"), "first");
            Files.writeString(home.freshLog("gateway"), "second");
            Path log = home.freshLog("gateway");

            assertThat(log).doesNotExist();
            assertThat(log.resolveSibling("gateway.previous.log")).hasContent("second");
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsToldInOneSentence() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Home.open(file.resolve("home"))).isInstanceOf(CannotStartException.class)
                .hasMessageContaining("PARLEY_HOME").hasMessageContaining(file.toString());
    }

    @Test
    void aFullDiskIsToldInOneSentence() {
        assertThatThrownBy(() -> Home.checkSpace(folder, Long.MAX_VALUE)).isInstanceOf(CannotStartException.class)
                .hasMessageMatching("The disk with .* has only [0-9]+ MB left; Parley needs [0-9]+ MB: .*");
    }

    private Process startKilledLauncher() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), KilledLauncher.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static ProcessHandle sleeperOf(Process launcher) throws IOException {
        BufferedReader output = launcher.inputReader();
        long pid = Long.parseLong(output.readLine());
        return ProcessHandle.of(pid).orElseThrow();
    }
}
