package dev.parley.parts.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChildProcessTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aStartedProcessIsNotedAndReadyWhenItsConditionHolds() {
        try (ChildProcess child = ChildProcess.start(shell("touch ready; sleep 1000; exit 0"))) {
            child.awaitReady(() -> Files.exists(folder.resolve("ready")), LONG);

            assertThat(child.isAlive()).isTrue();
            assertThat(PidFiles.running(folder.resolve("child.pid"))).hasValueSatisfying(
                    found -> assertThat(found.pid()).isEqualTo(child.pid()));
        }
    }

    @Test
    void aDeadProcessEndsTheWaitAtOnceAndShowsItsLastLines() throws IOException {
        Files.writeString(folder.resolve("child.log"), "from an earlier start\n");
        ChildProcess child = ChildProcess.start(shell("echo starting; echo 'port is taken' >&2; exit 3"));

        assertThatThrownBy(() -> child.awaitReady(() -> false, LONG)).isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("child ended with exit value 3").hasMessageContaining("starting\n  port is taken")
                .hasMessageNotContaining("earlier start");
        assertThat(folder.resolve("child.pid")).doesNotExist();
    }

    @Test
    void aPassedDeadlineKillsTheProcessAndTellsTheLastReason() {
        ChildProcess child = ChildProcess.start(shell("echo waiting; exec sleep 1000"));

        assertThatThrownBy(() -> child.awaitReady(() -> {
            throw new IOException("connection refused");
        }, Duration.ofSeconds(1))).isInstanceOf(ChildFailedException.class).hasMessageContaining("not ready within 1 s")
                .hasMessageContaining("connection refused").hasMessageContaining("waiting");
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void aMissingExecutableIsSaidPlainly() {
        ProcessPlan plan = ProcessPlan.in(folder, "child", List.of(folder.resolve("no-such-program").toString()));

        assertThatThrownBy(() -> ChildProcess.start(plan)).isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("child cannot be started").hasMessageContaining("no-such-program");
    }

    @Test
    void stoppingLetsTheProcessEndInOrder() {
        ChildProcess child = ChildProcess
                .start(shell("trap 'echo tidied; exit 0' TERM; touch ready; while :; do sleep 0.05; done"));
        child.awaitReady(() -> Files.exists(folder.resolve("ready")), LONG);

        child.stop();

        assertThat(child.isAlive()).isFalse();
        assertThat(child.lastLogLines()).contains("tidied");
        assertThat(folder.resolve("child.pid")).doesNotExist();
    }

    @Test
    void aProcessThatIgnoresSigtermIsKilledAfterItsTimeOut() {
        ChildProcess child = ChildProcess.start(shell("trap '' TERM; touch ready; while :; do sleep 0.05; done")
                .withStopTimeout(Duration.ofMillis(300)));
        child.awaitReady(() -> Files.exists(folder.resolve("ready")), LONG);

        child.stop();

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void killingTakesItsDescendantsAlong() throws Exception {
        ChildProcess child = ChildProcess.start(shell("sleep 1000 & echo $! > grandchild; wait"));
        child.awaitReady(() -> Files.exists(folder.resolve("grandchild"))
                && !Files.readString(folder.resolve("grandchild")).isBlank(), LONG);
        ProcessHandle grandchild = ProcessHandle
                .of(Long.parseLong(Files.readString(folder.resolve("grandchild")).strip()))
                .orElseThrow();

        child.kill();

        assertThat(child.onExit().get(60, TimeUnit.SECONDS)).isEqualTo(137);
        grandchild.onExit().get(60, TimeUnit.SECONDS);
    }

    @Test
    void theSamePlanStartsAgainAfterAKill() {
        ProcessPlan plan = shell("echo started; exec sleep 1000");
        ChildProcess.start(plan).kill();

        try (ChildProcess again = ChildProcess.start(plan)) {
            again.awaitReady(() -> again.hasLogged("started"), LONG);
            assertThat(again.lastLogLines()).containsExactly("started");
        }
    }

    @Test
    void aCommandRunsToItsEndOrShowsWhyItDidNot() {
        ChildProcess.run(shell("touch done"), LONG);
        assertThat(folder.resolve("done")).exists();

        ProcessPlan failing = shell("echo 'no such table'; exit 2");
        assertThatThrownBy(() -> ChildProcess.run(failing, LONG)).isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("ended with exit value 2").hasMessageContaining("no such table");
    }

    @Test
    void theEnvironmentIsHandedOver() {
        ChildProcess child = ChildProcess
                .start(shell("echo $GREETING; exec sleep 1000").withEnvironment(Map.of("GREETING", "hello")));
        try (child) {
            child.awaitReady(() -> child.lastLogLines().contains("hello"), LONG);
        }
    }

    @Test
    void aListeningPortIsReadyAndASilentOneIsNot() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(Readiness.port(listener.getLocalPort()).isReady()).isTrue();
            assertThat(FreePorts.isFree(listener.getLocalPort())).isFalse();
        }
        int silent = FreePorts.next();
        assertThat(FreePorts.isFree(silent)).isTrue();
        assertThatThrownBy(() -> Readiness.port(silent).isReady()).isInstanceOf(IOException.class);
    }

    private ProcessPlan shell(String script) {
        return ProcessPlan.in(folder, "child", List.of("/bin/sh", "-c", script));
    }
}
