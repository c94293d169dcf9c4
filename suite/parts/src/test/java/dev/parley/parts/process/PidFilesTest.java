package dev.parley.parts.process;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PidFilesTest {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final ProcessRecord GONE = new ProcessRecord(Integer.MAX_VALUE, Instant.EPOCH, "/usr/bin/java");

    @TempDir
    Path folder;

    private final Process process;

    PidFilesTest() throws IOException {
        process = new ProcessBuilder("sleep", "1000").start();
    }

    @AfterEach
    void endIt() {
        process.destroyForcibly();
    }

    @Test
    void aLeftoverOfADeadOwnerIsEnded() throws Exception {
        note(ProcessRecord.of(process.toHandle()), GONE);

        assertThat(PidFiles.reap(folder, GRACE).ended()).containsExactly("redis");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void aProcessOfThisJvmIsLeftAlone() {
        PidFiles.write(pidFile(), process.toHandle());

        assertThat(PidFiles.reap(folder, GRACE)).isEqualTo(new PidFiles.Reaped(List.of(), List.of()));

        assertThat(process.isAlive()).isTrue();
        assertThat(PidFiles.running(pidFile())).isPresent();
    }

    @Test
    void aProcessOfAnotherLivingOwnerIsReportedNotEnded() throws Exception {
        Process owner = new ProcessBuilder("sleep", "1000").start();
        try {
            note(ProcessRecord.of(process.toHandle()), ProcessRecord.of(owner.toHandle()));

            assertThat(PidFiles.reap(folder, GRACE).inUse())
                    .containsExactly(new PidFiles.InUse("redis", process.pid(), owner.pid()));

            assertThat(process.isAlive()).isTrue();
        } finally {
            owner.destroyForcibly();
        }
    }

    @Test
    void aReusedPidIsNeverEnded() throws IOException {
        ProcessRecord now = ProcessRecord.of(process.toHandle());
        note(new ProcessRecord(now.pid(), now.started().minusSeconds(60), now.executable()), GONE);

        assertThat(PidFiles.reap(folder, GRACE).ended()).isEmpty();

        assertThat(process.isAlive()).isTrue();
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void anotherProgramUnderThePidIsNeverEnded() throws IOException {
        ProcessRecord now = ProcessRecord.of(process.toHandle());
        note(new ProcessRecord(now.pid(), now.started(), "/usr/bin/redis-server"), GONE);

        assertThat(PidFiles.reap(folder, GRACE).ended()).isEmpty();

        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void aTornFileIsRemovedAndEndsNothing() throws IOException {
        Files.writeString(pidFile(), "pid=" + process.pid() + "\n");

        assertThat(PidFiles.reap(folder, GRACE).ended()).isEmpty();

        assertThat(process.isAlive()).isTrue();
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void aMissingFolderHasNoLeftovers() {
        assertThat(PidFiles.reap(folder.resolve("never-made"), GRACE).ended()).isEmpty();
    }

    private Path pidFile() {
        return folder.resolve("redis.pid");
    }

    private void note(ProcessRecord noted, ProcessRecord owner) throws IOException {
        Properties content = new Properties();
        noted.writeTo(content, "");
        owner.writeTo(content, "owner-");
        try (Writer writer = Files.newBufferedWriter(pidFile())) {
            content.store(writer, null);
        }
    }
}
