package dev.parley.journey;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;

import org.awaitility.Awaitility;

import dev.parley.parts.real.MariaDbPair;
import dev.parley.platform.id.Ids;

/** file-service's tables in the primary, seen and filled past the service. */
final class FileStore {

    private final String url;

    FileStore(MariaDbPair mariaDb, String schema) {
        // The accounts of the tests are named after their schemas.
        this.url = mariaDb.primary().jdbcUrl(schema) + "?user=" + schema + "&password=" + schema + "-tests";
    }

    /** Waits until the digests of everything are known and everything is stored, so that no such work runs beside what is measured. */
    void awaitQuiet() {
        Awaitility.await("everything is stored").atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(100))
                .until(() -> number("SELECT COUNT(*) FROM unique_files WHERE place <> 'stored'") == 0
                        && number("SELECT COUNT(*) FROM EVENT_PUBLICATION") == 0);
    }

    /** Gives somebody this many files in the root of their drive, all of one content, from this id on. */
    void fill(long ownerId, long contentId, long firstId, int files) {
        run("""
            INSERT INTO user_files (id, owner_id, name, media_type, size, unique_file_id, status, created_at)
            SELECT %d + seq, %d, CONCAT('file ', seq, '.bin'), 'application/octet-stream', seq, %d, 'available', UTC_TIMESTAMP(6)
            FROM seq_1_to_%d"""
                .formatted(firstId, ownerId, contentId, files));
    }

    /** A content that lies in the blob store under this key, whatever its bytes are. */
    void addContent(long id, String sha256, long size, String key) {
        run("INSERT INTO unique_files (id, sha256, size, place, place_key, status, created_at) VALUES (" + id
                + ", UNHEX('" + sha256 + "'), " + size + ", 'stored', '" + key + "', 'verified', UTC_TIMESTAMP(6))");
    }

    /** How file-service names the bytes of a content in the blob store. */
    static String blobKey(long contentId) {
        return new StringBuilder(Ids.format(contentId)).reverse().toString().toLowerCase(Locale.ROOT);
    }

    private long number(String query) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private void run(String update) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement()) {
            sql.executeUpdate(update);
        } catch (SQLException e) {
            throw new IllegalStateException(update, e);
        }
    }
}
