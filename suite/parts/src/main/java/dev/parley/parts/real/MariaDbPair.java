package dev.parley.parts.real;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** A MariaDB primary and a replica that follows it by GTID. */
public final class MariaDbPair implements AutoCloseable {

    private static final String REPLICA_VARIABLE = "PARLEY_TEST_MARIADB_REPLICA";
    private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z][a-z0-9_]{0,40}");

    private final MariaDbNode primary;
    private final MariaDbNode replica;

    /**
     * A schema with an account that may do everything in it and nothing elsewhere.
     *
     * @param primaryUrl JDBC, on the primary
     * @param replicaUrl JDBC, the same schema on the replica
     */
    public record Schema(String name, String primaryUrl, String replicaUrl, String username, String password) {}

    private MariaDbPair(MariaDbNode primary, MariaDbNode replica) {
        this.primary = primary;
        this.replica = replica;
    }

    static MariaDbPair in(Path folder) {
        return RealComponent.MARIADB.existing()
                .map(url -> new MariaDbPair(MariaDbNode.existing(RealComponent.MARIADB.variable(), url),
                        existingReplica()))
                .orElseGet(() -> new MariaDbPair(MariaDbNode.own(folder.resolve("primary"), "mariadb-primary", 1),
                        MariaDbNode.own(folder.resolve("replica"), "mariadb-replica", 2, "--read-only=1")));
    }

    private static MariaDbNode existingReplica() {
        return RealComponent.existing(REPLICA_VARIABLE).map(url -> MariaDbNode.existing(REPLICA_VARIABLE, url))
                .orElseThrow(() -> new IllegalStateException(
                        RealComponent.MARIADB.variable() + " is set: name its replica by " + REPLICA_VARIABLE));
    }

    /** Starts both servers when they are ours, and lets the replica follow. */
    void start() {
        primary.start();
        replica.start();
        if (primary.isOurs()) {
            // The binary log starts with this account, so that the replica has it too and could become the primary.
            primary.execute("CREATE USER 'replicator'@'127.0.0.1' IDENTIFIED BY 'parley-tests'",
                    "GRANT REPLICATION SLAVE ON *.* TO 'replicator'@'127.0.0.1'");
            replica.execute("""
                CHANGE MASTER TO master_host = '127.0.0.1', master_port = %d, master_user = 'replicator',
                    master_password = 'parley-tests', master_use_gtid = slave_pos, master_connect_retry = 1
                """.formatted(primary.port()), "START SLAVE");
        }
        awaitReplica();
    }

    public MariaDbNode primary() {
        return primary;
    }

    public MariaDbNode replica() {
        return replica;
    }

    /** An empty schema with an account of the same name, on both servers when this returns; replaces one that was there. */
    public Schema schema(String name) {
        if (!SCHEMA_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a schema name: " + name);
        }
        String password = name + "-tests";
        primary.execute("DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name,
                "CREATE OR REPLACE USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(name, password),
                "GRANT ALL ON %s.* TO '%s'@'%%'".formatted(name, name),
                // Reading how far a replica is behind needs this one, and no service should need more.
                "GRANT SLAVE MONITOR ON *.* TO '%s'@'%%'".formatted(name));
        awaitReplica();
        return new Schema(name, primary.jdbcUrl(name), replica.jdbcUrl(name), name, password);
    }

    /** The replica goes on answering, with ever older data. */
    public void stopReplication() {
        replica.execute("STOP SLAVE");
    }

    /** The replica follows again; {@link #awaitReplica} waits until it is up to date. */
    public void startReplication() {
        replica.execute("START SLAVE");
    }

    /**
     * Returns when the replica has all that the primary had when this was called.
     *
     * @throws IllegalStateException when replication stopped with an error, or does not get there within a minute
     */
    public void awaitReplica() {
        String position = primary.query("SELECT @@gtid_binlog_pos AS position", "position").orElse("");
        String wait = "SELECT MASTER_GTID_WAIT('%s', 1) AS answer".formatted(position);
        Instant deadline = Instant.now().plusSeconds(60);
        while (!replica.query(wait, "answer").equals(Optional.of("0"))) {
            String error = replica.query("SHOW SLAVE STATUS", "Last_SQL_Error").orElse("it follows nobody");
            if (!error.isEmpty() || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("The replica did not reach " + position + ": " + error
                        + replica.query("SHOW SLAVE STATUS", "Last_IO_Error").orElse(""));
            }
        }
    }

    @Override
    public void close() {
        replica.close();
        primary.close();
    }
}
