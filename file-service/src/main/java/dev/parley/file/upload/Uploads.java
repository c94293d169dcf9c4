package dev.parley.file.upload;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.account.DeletedAccounts;
import dev.parley.file.content.Sha256;
import dev.parley.file.drive.FileDescription;
import dev.parley.platform.store.UtcColumn;

/** The table of uploads. */
@Repository
class Uploads {

    private static final String SELECT = """
        SELECT id, owner_id, length, metadata, name, media_type, declared_sha256, status, expires_at FROM uploads
        """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DeletedAccounts deletedAccounts;

    Uploads(JdbcClient jdbc, Clock clock, DeletedAccounts deletedAccounts) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deletedAccounts = deletedAccounts;
    }

    /** Opens an upload, unless the account of its owner was deleted. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void add(Upload upload) {
        jdbc.sql("""
            INSERT INTO uploads (id, owner_id, length, metadata, name, media_type, declared_sha256, status,
                                 created_at, expires_at)
            VALUES (:id, :owner, :length, :metadata, :name, :mediaType, :declared, 'open', :now, :expires)
            """)
                .param("id", upload.id()).param("owner", upload.ownerId()).param("length", upload.length())
                .param("metadata", upload.metadata()).param("name", upload.description().name())
                .param("mediaType", upload.description().mediaType())
                .param("declared", upload.description().sha256().map(Sha256::bytes).orElse(null))
                .param("now", UtcColumn.of(clock.instant())).param("expires", UtcColumn.of(upload.expiresAt()))
                .update();
        deletedAccounts.refuse(upload.ownerId());
    }

    Optional<Upload> find(long id) {
        return jdbc.sql(SELECT + "WHERE id = :id").param("id", id).query(Uploads::read).optional();
    }

    /** True for the one caller that may make the file of it. */
    boolean markFinished(long id) {
        return jdbc.sql("UPDATE uploads SET status = 'finished' WHERE id = :id AND status = 'open'")
                .param("id", id).update() == 1;
    }

    /** Some of the uploads whose time is over. */
    List<Upload> expired(int limit) {
        return jdbc.sql(SELECT + "WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit")
                .param("now", UtcColumn.of(clock.instant())).param("limit", limit).query(Uploads::read).list();
    }

    /** Some uploads of a person, also those that are being opened at this moment: it waits for their transactions. */
    List<Upload> lockSome(long ownerId, int limit) {
        return jdbc.sql(SELECT + "FORCE INDEX (uploads_owner) WHERE owner_id = :owner LIMIT :limit FOR UPDATE")
                .param("owner", ownerId).param("limit", limit).query(Uploads::read).list();
    }

    /** Removes an upload unless it is finished; true for the one caller that did. */
    boolean removeOpen(long id) {
        return jdbc.sql("DELETE FROM uploads WHERE id = :id AND status = 'open'").param("id", id).update() == 1;
    }

    void remove(long id) {
        jdbc.sql("DELETE FROM uploads WHERE id = :id").param("id", id).update();
    }

    private static Upload read(ResultSet row, int number) throws SQLException {
        byte[] declared = row.getBytes("declared_sha256");
        FileDescription description = new FileDescription(row.getString("name"), row.getString("media_type"),
                declared == null ? null : Sha256.of(declared));
        Instant expiresAt = UtcColumn.read(row, "expires_at");
        return new Upload(row.getLong("id"), row.getLong("owner_id"), row.getLong("length"), row.getString("metadata"),
                description, "finished".equals(row.getString("status")), expiresAt);
    }
}
