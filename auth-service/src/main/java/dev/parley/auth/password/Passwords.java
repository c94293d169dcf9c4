package dev.parley.auth.password;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import org.springframework.stereotype.Component;

import dev.parley.auth.AuthProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * The passwords of people: which are allowed, how they are stored, how they are checked.
 *
 * <p>A password is any Unicode text of 8 to 128 characters (code points), compared in NFC (RFC 8265, OpaqueString), so that
 * the same keys pressed on two systems give the same password. There is no rule of composition (NIST SP 800-63B), but the
 * most common ones and one's own user name are refused. What hashes waits for its turn in a bounded pool; past the
 * deadline it ends with the problem {@code overloaded}.
 */
@Component
public class Passwords {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 128;

    private final PasswordHasher hasher;
    private final HashingPool pool;
    private final CommonPasswords common = CommonPasswords.load();
    private final PasswordSettings settings;
    private final Counter refused;
    /** Of a password that nobody knows: what an unknown person's password is checked against. */
    private final String decoy;

    Passwords(PasswordHasher hasher, PasswordSettings settings, MeterRegistry meters) {
        this.hasher = hasher;
        this.settings = settings;
        this.pool = new HashingPool(settings.concurrency(), settings.queueDeadline());
        this.decoy = hasher.hash(UUID.randomUUID().toString());
        this.refused = Counter.builder("parley.auth.hashing.refused")
                .description("logins and registrations refused because too many passwords were being hashed")
                .register(meters);
        Gauge.builder("parley.auth.hashing.waiting", pool, HashingPool::waiting)
                .description("logins and registrations that wait for their password to be hashed")
                .register(meters);
    }

    /**
     * Why this cannot be the new password of the person with this user name, in words that follow the name of a field; empty
     * if it can.
     */
    public Optional<String> refusal(String password, String username) {
        if (!isPossible(password)) {
            return Optional.of("must be " + SHORTEST + " to " + LONGEST + " Unicode characters");
        }
        if (common.contains(password)) {
            return Optional.of("is among the most common passwords, which are guessed first");
        }
        if (CommonPasswords.fold(password).equals(CommonPasswords.fold(username))) {
            return Optional.of("must not be the user name");
        }
        return Optional.empty();
    }

    /**
     * The hash to store for a password without {@link #refusal}.
     *
     * @throws ProblemException {@code overloaded}
     */
    public String hash(String password) {
        return run(() -> hasher.hash(normalise(password)));
    }

    /**
     * Whether this is the password behind the hash. Without a hash (nobody of that name) the answer is no, after the same
     * work as for a wrong password.
     *
     * @throws ProblemException {@code overloaded}
     */
    public boolean matches(String password, Optional<String> hash) {
        if (!isPossible(password)) {
            return false; // whoever it is for, so that this says nothing about whether the account exists
        }
        boolean matches = run(() -> hasher.matches(normalise(password), hash.orElse(decoy)));
        return matches && hash.isPresent();
    }

    /**
     * A new hash of a password that was just found right, if the old hash took less effort than is asked for now. Empty
     * as well under overload: the next login will do.
     */
    public Optional<String> strengthened(String password, String hash) {
        return hasher.isOutdated(hash) ? pool.run(() -> hasher.hash(normalise(password))) : Optional.empty();
    }

    /** Whether these are one password to {@link #matches}. */
    public static boolean areTheSame(String one, String other) {
        return normalise(one).equals(normalise(other));
    }

    private <T> T run(Supplier<T> work) {
        return pool.run(work).orElseThrow(() -> {
            refused.increment();
            return new ProblemException(AuthProblem.OVERLOADED, "try again in a few seconds")
                    .retryAfter(settings.queueDeadline());
        });
    }

    private static boolean isPossible(String password) {
        if (password.length() > 4 * LONGEST || !StandardCharsets.UTF_8.newEncoder().canEncode(password)) {
            return false;
        }
        String normalised = normalise(password);
        int characters = normalised.codePointCount(0, normalised.length());
        return characters >= SHORTEST && characters <= LONGEST;
    }

    private static String normalise(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    @PreDestroy
    void close() {
        pool.close();
    }
}
