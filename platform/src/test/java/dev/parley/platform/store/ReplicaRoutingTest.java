package dev.parley.platform.store;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.parts.real.MariaDbPair;
import dev.parley.parts.real.RealComponent;
import dev.parley.parts.real.RealPartsSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

/** Against a real primary and a real replica. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicaRoutingTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private MariaDbPair servers;
    private ReplicaMonitor monitor;
    private JdbcClient jdbc;
    private TransactionTemplate writing;
    private TransactionTemplate readOnly;

    @BeforeAll
    void start() {
        RealComponent.MARIADB.leftOut().ifPresent(reason -> abort(reason));
        servers = RealPartsSet.shared().mariaDb();
        MariaDbPair.Schema schema = servers.schema("parley_platform");
        StoreSettings settings = new StoreSettings(schema.primaryUrl(), List.of(schema.replicaUrl()), schema.username(),
                schema.password(), 4, Duration.ofSeconds(1), Duration.ofSeconds(1));
        StoreAutoConfiguration configuration = new StoreAutoConfiguration();
        var primary = configuration.primaryPool(settings);
        var replicas = configuration.replicas(settings);
        monitor = configuration.replicaMonitor(primary, replicas, settings, Clock.systemUTC());
        DataSource routing = configuration.dataSource(primary, replicas);
        jdbc = JdbcClient.create(routing);
        writing = new TransactionTemplate(new JdbcTransactionManager(routing));
        readOnly = new TransactionTemplate(new JdbcTransactionManager(routing));
        readOnly.setReadOnly(true);
        jdbc.sql("CREATE TABLE note (id INT PRIMARY KEY)").update();
        monitor.start();
    }

    @AfterEach
    void heal() {
        servers.replica().start();
        servers.startReplication();
        servers.awaitReplica();
    }

    @AfterAll
    void stop() {
        if (monitor != null) {
            monitor.stop();
        }
    }

    private long serverOf(TransactionTemplate transaction) {
        Long id = transaction.execute(status -> jdbc.sql("SELECT @@server_id").query(Long.class).single());
        return id == null ? -1 : id;
    }

    private void awaitReadsFrom(long server) {
        await().atMost(SOON).until(() -> serverOf(readOnly) == server);
    }

    private void write(int id) {
        writing.executeWithoutResult(status -> jdbc.sql("INSERT INTO note VALUES (?)").param(id).update());
    }

    @Test
    void readOnlyTransactionsGoToTheReplicaAndTheOthersToThePrimary() {
        awaitReadsFrom(2);

        assertThat(serverOf(writing)).isEqualTo(1);
        assertThat(jdbc.sql("SELECT @@server_id").query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void aWriteInAReadOnlyTransactionFailsOnTheReplicaAndOnThePrimary() {
        awaitReadsFrom(2);
        assertThatThrownBy(
                () -> readOnly.executeWithoutResult(status -> jdbc.sql("INSERT INTO note VALUES (1)").update()))
                .isInstanceOf(DataAccessException.class);

        servers.stopReplication();
        write(2);
        awaitReadsFrom(1);
        assertThatThrownBy(
                () -> readOnly.executeWithoutResult(status -> jdbc.sql("INSERT INTO note VALUES (3)").update()))
                .isInstanceOf(DataAccessException.class);
        assertThat(jdbc.sql("SELECT id FROM note WHERE id IN (1, 3)").query(Integer.class).list()).isEmpty();
    }

    @Test
    void aReplicaThatStopsFollowingLeavesTheRotationAndReturnsByItself() {
        awaitReadsFrom(2);
        servers.stopReplication();
        write(4);

        awaitReadsFrom(1);
        servers.startReplication();
        awaitReadsFrom(2);
    }

    @Test
    void aReplicaThatDiesIsReplacedByThePrimaryWithinTwoSeconds() {
        awaitReadsFrom(2);
        servers.replica().kill();

        // A read on a connection that was just used may still fail: the pool trusts those for half a second.
        await().atMost(Duration.ofSeconds(2)).ignoreExceptions().until(() -> serverOf(readOnly) == 1);
        servers.replica().start();
        servers.startReplication();
        awaitReadsFrom(2);
    }
}
