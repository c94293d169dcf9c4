package dev.parley.platform.store;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The relational store of a service.
 *
 * @param primary JDBC URL of the primary, which takes all writes
 * @param replicas JDBC URLs of read replicas of that primary; may be empty
 * @param username the account, the same on all of them
 * @param password its password
 * @param poolSize the most connections to the primary, and to each replica
 * @param connectTimeout how long to wait for a connection
 * @param maxReplicaLag a replica that is further behind leaves the rotation
 */
@ConfigurationProperties(prefix = "parley.store", ignoreUnknownFields = false)
public record StoreSettings(String primary, @DefaultValue List<String> replicas, String username, String password,
        @DefaultValue("10") int poolSize, @DefaultValue("3s") Duration connectTimeout,
        @DefaultValue("2s") Duration maxReplicaLag) {

    public StoreSettings {
        requireJdbc("parley.store.primary", primary);
        replicas = replicas.stream().filter(url -> !url.isBlank()).toList();
        replicas.forEach(url -> requireJdbc("parley.store.replicas", url));
        if (poolSize < 1 || poolSize > 1000) {
            throw new IllegalArgumentException("parley.store.pool-size must be 1 to 1000, not " + poolSize);
        }
        if (connectTimeout.toMillis() < 250) { // Hikari's own least
            throw new IllegalArgumentException("parley.store.connect-timeout must be at least 250 ms");
        }
        if (!maxReplicaLag.isPositive()) {
            throw new IllegalArgumentException("parley.store.max-replica-lag must be positive");
        }
    }

    private static void requireJdbc(String key, String url) {
        if (!url.startsWith("jdbc:mariadb:")) {
            throw new IllegalArgumentException(key + " must be a URL that begins with jdbc:mariadb:");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "StoreSettings[primary=" + primary + ", replicas=" + replicas + ", username=" + username + "]";
    }
}
