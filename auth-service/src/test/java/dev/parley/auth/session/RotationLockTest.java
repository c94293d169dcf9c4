package dev.parley.auth.session;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.account.CredentialStore;
import dev.parley.auth.secret.KeyEncryptionKey;

import static org.assertj.core.api.Assertions.assertThat;

/** Two instances are sent the same token, and one dawdles in the middle of its rotation. */
class RotationLockTest extends AuthServiceTest {

    @Autowired
    private CredentialStore credentials;
    @Autowired
    private SessionSettings settings;
    @Autowired
    private PlatformTransactionManager transactions;

    /** Stays in the middle of a rotation for a while, or until a second rotation gets there too. */
    private static final class DawdlingTokens extends RefreshTokens {

        private final CountDownLatch second = new CountDownLatch(2);

        DawdlingTokens() {
            super(new KeyEncryptionKey(KEY_ENCRYPTION_KEY));
        }

        @Override
        byte[] newSalt() {
            second.countDown();
            boolean two = awaitSecond();
            assertThat(two).as("a second rotation of the same token has begun").isFalse();
            return super.newSalt();
        }

        private boolean awaitSecond() {
            try {
                return second.await(500, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void theOtherWaitsAndGivesTheSameSuccessor() throws Exception {
        DawdlingTokens tokens = new DawdlingTokens();
        SessionStore store = new SessionStore(jdbc, credentials, tokens, settings, clock);
        RefreshToken token = tokens.parse(client().newPerson().refreshToken()).orElseThrow();
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        Callable<Rotation> rotate = () -> transaction.execute(status -> store.rotate(token, Optional.of("::1")));

        Set<String> successors = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Rotation> rotation : threads.invokeAll(Collections.nCopies(2, rotate))) {
                Rotation.Rotated rotated = (Rotation.Rotated) rotation.get();
                assertThat(rotated.lifetime()).isGreaterThan(Duration.ofDays(29));
                successors.add(tokens.format(rotated.successor()));
            }
        }
        assertThat(successors).hasSize(1);
    }
}
