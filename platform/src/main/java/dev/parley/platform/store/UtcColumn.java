package dev.parley.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** DATETIME(6) columns hold UTC, whatever the time zone of the server, the connection or this process. */
public final class UtcColumn {

    private UtcColumn() {}

    /** The value to store, to the microsecond. */
    public static LocalDateTime of(Instant instant) {
        return LocalDateTime.ofInstant(kept(instant), ZoneOffset.UTC);
    }

    /** The instant as it will be read again: to the microsecond. */
    public static Instant kept(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** Reads a column that is never NULL. */
    public static Instant read(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    /** Reads a column that may be NULL, which is empty. */
    public static Optional<Instant> readOptional(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
                .map(time -> time.toInstant(ZoneOffset.UTC));
    }
}
