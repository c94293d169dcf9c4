package dev.parley.platform.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;

/** One read replica: its pool, and whether it is in the rotation. */
final class Replica implements AutoCloseable {

    private final HikariDataSource pool;
    private volatile boolean inRotation;

    Replica(HikariDataSource pool) {
        this.pool = pool;
    }

    HikariDataSource pool() {
        return pool;
    }

    /** False until the first look at the replica, so that start-up does not depend on it. */
    boolean inRotation() {
        return inRotation;
    }

    /** Sets it; true if that was a change. */
    boolean setInRotation(boolean healthy) {
        boolean changed = inRotation != healthy;
        inRotation = healthy;
        return changed;
    }

    GtidPosition position() throws SQLException {
        return position(pool, "SELECT @@gtid_slave_pos");
    }

    static GtidPosition position(HikariDataSource pool, String query) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            String text = result.getString(1);
            return GtidPosition.parse(text == null ? "" : text);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return pool.getJdbcUrl();
    }
}
