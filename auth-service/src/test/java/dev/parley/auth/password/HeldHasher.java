package dev.parley.auth.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** "Hashes" at once, or, while held, not before it is let go. Counts what it is asked. */
public final class HeldHasher implements PasswordHasher {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition letGo = lock.newCondition();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicInteger comparisons = new AtomicInteger();
    private boolean held;

    /** Replaces the real hasher in a running service. */
    @TestConfiguration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "test.real-hasher", havingValue = false, matchIfMissing = true)
    public static class InService {

        @Bean
        @Primary
        HeldHasher heldHasher() {
            return new HeldHasher();
        }
    }

    public void hold() {
        set(true);
    }

    public void letGo() {
        set(false);
    }

    /** How many hashes are being made or checked at this moment. */
    public int running() {
        return running.get();
    }

    int mostRunning() {
        return mostRunning.get();
    }

    int comparisons() {
        return comparisons.get();
    }

    @Override
    public String hash(String password) {
        return work(() -> digest(password));
    }

    @Override
    public boolean matches(String password, String hash) {
        comparisons.incrementAndGet();
        return work(() -> hash.equals(digest(password)));
    }

    @Override
    public boolean isOutdated(String hash) {
        return !hash.startsWith("held");
    }

    private static String digest(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return "held" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T work(Supplier<T> result) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        lock.lock();
        try {
            while (held) {
                letGo.awaitUninterruptibly();
            }
            return result.get();
        } finally {
            lock.unlock();
            running.decrementAndGet();
        }
    }

    private void set(boolean value) {
        lock.lock();
        try {
            held = value;
            letGo.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
