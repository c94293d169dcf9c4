package dev.parley.platform.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections for read-only transactions: from the replicas of the rotation in turn, and from the primary when there is none.
 * Every session is read-only, those at the primary too, so that a write fails wherever it lands.
 */
final class ReadOnlyDataSource extends AbstractDataSource {

    private static final Logger log = LoggerFactory.getLogger(ReadOnlyDataSource.class);

    private final List<Replica> replicas;
    private final DataSource readOnlyPrimary;
    private final AtomicInteger turn = new AtomicInteger();

    ReadOnlyDataSource(List<Replica> replicas, DataSource readOnlyPrimary) {
        this.replicas = replicas;
        this.readOnlyPrimary = readOnlyPrimary;
    }

    @Override
    public Connection getConnection() throws SQLException {
        int first = turn.getAndIncrement();
        for (int i = 0; i < replicas.size(); i++) {
            Replica replica = replicas.get(Math.floorMod(first + i, replicas.size()));
            if (replica.inRotation()) {
                try {
                    return replica.pool().getConnection();
                } catch (SQLException e) {
                    replica.setInRotation(false); // the monitor brings it back
                    log.warn("read replica {} leaves the rotation: {}", replica, e.getMessage());
                }
            }
        }
        return readOnlyPrimary.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("the account is the pool's own");
    }
}
