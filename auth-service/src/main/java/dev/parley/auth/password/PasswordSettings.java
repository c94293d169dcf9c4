package dev.parley.auth.password;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How dear a password hash is, and how many may run.
 *
 * @param memory of one hash
 * @param iterations passes over that memory
 * @param parallelism lanes of one hash
 * @param concurrentHashes how many may run at once; 0 means one for each core
 * @param queueDeadline how long a login or registration waits for its turn before it is refused
 * @param pepper 32 bytes in base64 that passwords are seasoned with before they are hashed; blank for none
 */
@ConfigurationProperties(prefix = "parley.auth.password", ignoreUnknownFields = false)
record PasswordSettings(
        @DefaultValue("19MB") DataSize memory,
        @DefaultValue("2") int iterations,
        @DefaultValue("1") int parallelism,
        @DefaultValue("0") int concurrentHashes,
        @DefaultValue("2s") Duration queueDeadline,
        @DefaultValue("") String pepper) {

    PasswordSettings {
        // OWASP's list of equal strength: 46 MiB × 1, 19 × 2, 12 × 3, 9 × 4, 7 × 5
        require(memory.toMegabytes() >= 7 && memory.toMegabytes() * iterations >= 35,
                "memory and iterations must be at least as strong as 19MB with 2 iterations, or 7MB with 5");
        require(memory.toMegabytes() <= 1024, "memory must be at most 1024MB");
        require(iterations <= 100, "iterations must be at most 100");
        require(parallelism >= 1 && parallelism <= 64, "parallelism must be 1 to 64");
        require(concurrentHashes >= 0, "concurrent-hashes must not be negative");
        require(queueDeadline.isPositive() && queueDeadline.compareTo(Duration.ofMinutes(1)) <= 0,
                "queue-deadline must be above 0 and at most 1m");
        require(isPepper(pepper), "pepper (PARLEY_AUTH_PASSWORD_PEPPER) must be empty or 32 random bytes in base64, as "
                + "printed by: openssl rand -base64 32");
    }

    /** How many hashes run at once on this machine. */
    int concurrency() {
        return concurrentHashes == 0 ? Runtime.getRuntime().availableProcessors() : concurrentHashes;
    }

    private static boolean isPepper(String text) {
        try {
            Pepper.read(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "PasswordSettings[memory=" + memory + ", iterations=" + iterations + ", parallelism=" + parallelism
                + ", concurrentHashes=" + concurrentHashes + ", queueDeadline=" + queueDeadline + ", pepper hidden]";
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("parley.auth.password: " + message);
        }
    }
}
