package dev.parley.parts.real;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@NeedsReal(RealComponent.MARIADB)
class MariaDbPairTest {

    private final MariaDbPair pair = RealPartsSet.shared().mariaDb();

    @Test
    void aWriteOnThePrimaryArrivesOnTheReplicaByGtid() throws SQLException {
        MariaDbPair.Schema schema = pair.schema("parts_arrival");
        update(schema, "CREATE TABLE note (id INT PRIMARY KEY)", "INSERT INTO note VALUES (1), (2)");

        pair.awaitReplica();

        assertThat(count(schema.replicaUrl(), schema)).isEqualTo(2);
        assertThat(pair.replica().query("SHOW SLAVE STATUS", "Using_Gtid")).contains("Slave_Pos");
    }

    @Test
    void aStoppedReplicationLeavesTheReplicaBehindUntilItGoesOn() throws SQLException {
        MariaDbPair.Schema schema = pair.schema("parts_lag");
        update(schema, "CREATE TABLE note (id INT PRIMARY KEY)");
        pair.awaitReplica();

        pair.stopReplication();
        try {
            update(schema, "INSERT INTO note VALUES (1)");
            assertThat(count(schema.primaryUrl(), schema)).isEqualTo(1);
            assertThat(count(schema.replicaUrl(), schema)).isZero();
        } finally {
            pair.startReplication();
        }
        pair.awaitReplica();

        assertThat(count(schema.replicaUrl(), schema)).isEqualTo(1);
    }

    @Test
    void theReplicaRefusesWritesOfServices() {
        MariaDbPair.Schema schema = pair.schema("parts_read_only");

        assertThatThrownBy(() -> update(schema.replicaUrl(), schema, "CREATE TABLE note (id INT PRIMARY KEY)"))
                .isInstanceOf(SQLException.class).hasMessageContaining("read-only");
    }

    @Test
    void anAccountSeesOnlyItsOwnSchema() {
        MariaDbPair.Schema mine = pair.schema("parts_mine");
        MariaDbPair.Schema other = pair.schema("parts_other");

        assertThatThrownBy(() -> update(other.primaryUrl(), mine, "SELECT 1")).isInstanceOf(SQLException.class)
                .hasMessageContaining("Access denied");
    }

    @Test
    void aCommittedRowSurvivesAKillAndReplicationGoesOn() throws SQLException {
        Needs.ours(pair.primary());
        MariaDbPair.Schema schema = pair.schema("parts_kill");
        update(schema, "CREATE TABLE note (id INT PRIMARY KEY)", "INSERT INTO note VALUES (1)");
        // A server killed between the two halves of a CREATE, table and replication position, cannot follow any more.
        pair.awaitReplica();

        pair.primary().kill();
        pair.replica().kill();
        pair.primary().start();
        pair.replica().start();
        update(schema, "INSERT INTO note VALUES (2)");
        pair.awaitReplica();

        assertThat(count(schema.primaryUrl(), schema)).isEqualTo(2);
        assertThat(count(schema.replicaUrl(), schema)).isEqualTo(2);
    }

    private static void update(MariaDbPair.Schema schema, String... statements) throws SQLException {
        update(schema.primaryUrl(), schema, statements);
    }

    private static void update(String url, MariaDbPair.Schema account, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, account.username(), account.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int count(String url, MariaDbPair.Schema account) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, account.username(), account.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM note")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
