package dev.parley.file.share;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

import dev.parley.platform.problem.CommonProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Passwords of links, as Argon2id (RFC 9106, 19 MiB, two passes). They are hashed on one thread, so that a crowd that tries passwords
 * makes others who do wait, and no download.
 */
@Component
class SharePasswords {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int WAITING = 64;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, MEMORY_KIB,
            PASSES);
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING), Thread.ofPlatform().name("share-password").daemon().factory());

    /** The form in the table. */
    String hash(String password) {
        return run(() -> String.valueOf(encoder.encode(password)));
    }

    /** Whether this is the password; compared in constant time. */
    boolean matches(String password, String hash) {
        return run(() -> encoder.matches(password, hash));
    }

    private <T> T run(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (RejectedExecutionException crowd) {
            throw new ProblemException(CommonProblem.UNAVAILABLE, "too many passwords at once, try again")
                    .retryAfter(RETRY_AFTER);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(CommonProblem.UNAVAILABLE, "the service is stopping");
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        }
    }

    @PreDestroy
    void close() {
        thread.shutdownNow();
    }
}
