package dev.parley.parts.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of children when their JVM ends: it runs in another JVM. */
class EndOfTheParentTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aJvmThatIsToldToStopTakesItsChildrenAlong() throws Exception {
        ChildProcess parent = startParent();
        ProcessHandle child = child();

        parent.stop();

        child.onExit().get(60, TimeUnit.SECONDS);
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void theChildOfAKilledJvmIsEndedAtTheNextStart() throws Exception {
        ChildProcess parent = startParent();
        ProcessHandle child = child();
        assertThat(PidFiles.reap(folder.resolve("data"), LONG).inUse()).singleElement()
                .satisfies(inUse -> assertThat(inUse.ownerPid()).isEqualTo(parent.pid()));

        // Only the JVM: ChildProcess#kill would take its children along.
        ProcessHandle.of(parent.pid()).orElseThrow().destroyForcibly();
        parent.onExit().get(60, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isTrue();

        assertThat(PidFiles.reap(folder.resolve("data"), LONG).ended()).containsExactly("child");
        assertThat(child.isAlive()).isFalse();
    }

    private ChildProcess startParent() {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessPlan plan = ProcessPlan.in(folder, "parent", List.of(java, "-cp", System.getProperty("java.class.path"),
                ParentOfSleep.class.getName(), folder.resolve("data").toString()));
        return ChildProcess.start(plan).awaitReady(() -> Files.exists(folder.resolve("data/ready"))
                && !Files.readString(folder.resolve("data/ready")).isEmpty(), LONG);
    }

    private ProcessHandle child() throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("data/ready")))).orElseThrow();
    }

    private Path pidFile() {
        return folder.resolve("data/child.pid");
    }
}
