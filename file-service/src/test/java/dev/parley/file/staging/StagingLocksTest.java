package dev.parley.file.staging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StagingLocksTest {

    private static final long KEY = Long.MAX_VALUE - 1;

    @TempDir
    private Path directory;

    @Test
    void aLockIsHadOnceUntilItIsClosed() throws IOException {
        StagingLocks locks = StagingFixture.locks(directory);
        StagingLocks.Held held = locks.tryLock(KEY).orElseThrow();

        assertThat(locks.tryLock(KEY)).isEmpty();
        assertThat(locks.tryLock(KEY - 1)).hasValueSatisfying(StagingLocks.Held::close);
        held.close();
        held.close();

        assertThat(locks.tryLock(KEY)).hasValueSatisfying(StagingLocks.Held::close);
        locks.close();
    }

    @Test
    void aLockOfAnotherProcessIsRespectedAndEndsWhenThatIsKilled() throws Exception {
        StagingLocks locks = StagingFixture.locks(directory);
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");

            assertThat(locks.tryLock(KEY)).isEmpty();
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(locks.tryLock(KEY)).hasValueSatisfying(StagingLocks.Held::close);
        locks.close();
    }

    /** Another process that has the lock until it is killed. */
    static final class Holder {

        public static void main(String[] arguments) throws Exception {
            Optional<StagingLocks.Held> held = StagingFixture.locks(Path.of(arguments[0])).tryLock(KEY);
            System.out.println(held.isPresent() ? "locked" : "not to be had");
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
        }
    }
}
