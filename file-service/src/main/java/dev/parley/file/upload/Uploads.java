package dev.parley.file.upload;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

import dev.parley.file.account.DeletedAccounts;
import dev.parley.file.content.Sha256;
import dev.parley.file.drive.DriveSpace;
import dev.parley.file.drive.FileDescription;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.store.UtcColumn;

/** The table of uploads. */
@Repository
class Uploads {

    static final String SELECT = """
        SELECT id, owner_id, length, metadata, name, media_type, declared_sha256, folder_id, concat, used_by,
               unverified_from, status, expires_at
        FROM uploads
        """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DeletedAccounts deletedAccounts;
    private final DriveSpace space;

    Uploads(JdbcClient jdbc, Clock clock, DeletedAccounts deletedAccounts, DriveSpace space) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deletedAccounts = deletedAccounts;
        this.space = space;
    }

    /**
     * Opens an upload.
     *
     * @throws ProblemException {@code quota-exceeded} when there is no room for what it will have, {@code account-deleted}
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void add(Upload upload) {
        jdbc.sql("""
            INSERT INTO uploads (id, owner_id, length, metadata, name, media_type, declared_sha256, folder_id, concat,
                                 status, created_at, expires_at)
            VALUES (:id, :owner, :length, :metadata, :name, :mediaType, :declared, :folder, :concat, 'open', :now,
                    :expires)
            """)
                .param("id", upload.id()).param("owner", upload.ownerId()).param("length", upload.length())
                .param("metadata", upload.metadata()).param("name", upload.description().name())
                .param("mediaType", upload.description().mediaType())
                .param("declared", upload.description().sha256().map(Sha256::bytes).orElse(null))
                .param("folder", upload.folderId()).param("concat", upload.concat())
                .param("now", UtcColumn.of(clock.instant())).param("expires", UtcColumn.of(upload.expiresAt()))
                .update();
        deletedAccounts.refuse(upload.ownerId());
        if (upload.length() > 0) {
            space.refuseIfOver(upload.ownerId());
        }
    }

    /**
     * Opens a final upload and gives it its parts; false, and nothing is done, when one of them is gone or is used. Parts are kept longer
     * than the final upload, which cannot do without them.
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    boolean addFinal(Upload upload, Collection<Long> parts) {
        int taken = jdbc.sql("""
            UPDATE uploads SET used_by = :id, expires_at = :expires + INTERVAL 1 HOUR
            WHERE id IN (:parts) AND owner_id = :owner AND concat = 'partial' AND used_by IS NULL
            """)
                .param("id", upload.id()).param("expires", UtcColumn.of(upload.expiresAt())).param("parts", parts)
                .param("owner", upload.ownerId()).update();
        if (taken != parts.size()) {
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
            return false;
        }
        add(upload);
        return true;
    }

    Optional<Upload> find(long id) {
        return jdbc.sql(SELECT + "WHERE id = :id").param("id", id).query(Uploads::read).optional();
    }

    /** Those of these uploads that there are, in no order. */
    List<Upload> findAll(Collection<Long> ids) {
        return jdbc.sql(SELECT + "WHERE id IN (:ids)").param("ids", ids).query(Uploads::read).list();
    }

    /** True for the one caller that may make the file of it. */
    boolean markFinished(long id) {
        return jdbc.sql("UPDATE uploads SET status = 'finished' WHERE id = :id AND status = 'open'")
                .param("id", id).update() == 1;
    }

    /**
     * Tells the length of an upload that was opened without one; false when it has one.
     *
     * @throws ProblemException {@code quota-exceeded}, and then nothing is told
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    boolean declareLength(Upload upload, long length) {
        int declared = jdbc.sql("UPDATE uploads SET length = :length WHERE id = :id AND length = -1")
                .param("length", length).param("id", upload.id()).update();
        space.refuseIfOver(upload.ownerId());
        return declared == 1;
    }

    /**
     * Claims room for so many bytes of an upload whose length is not known.
     *
     * @throws ProblemException {@code quota-exceeded}, and then nothing more is claimed
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void reserve(Upload upload, long bytes) {
        noteArrived(upload, bytes);
        space.refuseIfOver(upload.ownerId());
    }

    /** So many bytes of an upload whose length is not known are here, whether there is room for them or not. */
    void noteArrived(Upload upload, long bytes) {
        jdbc.sql("UPDATE uploads SET reserved = :bytes WHERE id = :id AND reserved < :bytes").param("bytes", bytes)
                .param("id", upload.id()).update();
    }

    /** What comes from here on counts only when its checksum was compared. */
    boolean markUnverified(long id, long from) {
        return jdbc.sql("UPDATE uploads SET unverified_from = :from WHERE id = :id")
                .param("from", from).param("id", id).update() == 1;
    }

    /** All bytes that are there count; true when some did not. */
    boolean clearUnverified(long id) {
        return jdbc.sql("UPDATE uploads SET unverified_from = NULL WHERE id = :id AND unverified_from IS NOT NULL")
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

    /** Removes an upload that is still open and that no final one uses; true for the one caller that did. */
    boolean removeOpen(long id) {
        return jdbc.sql("DELETE FROM uploads WHERE id = :id AND status = 'open' AND used_by IS NULL")
                .param("id", id).update() == 1;
    }

    /** Removes a finished upload; its file stays. */
    boolean removeFinished(long id) {
        return jdbc.sql("DELETE FROM uploads WHERE id = :id AND status = 'finished' AND used_by IS NULL")
                .param("id", id).update() == 1;
    }

    /** Removes a partial upload whose bytes a final one has. */
    void removeUsed(long id) {
        jdbc.sql("DELETE FROM uploads WHERE id = :id AND used_by IS NOT NULL").param("id", id).update();
    }

    void remove(long id) {
        jdbc.sql("DELETE FROM uploads WHERE id = :id").param("id", id).update();
    }

    static Upload read(ResultSet row, int number) throws SQLException {
        byte[] declared = row.getBytes("declared_sha256");
        FileDescription description = new FileDescription(row.getString("name"), row.getString("media_type"),
                declared == null ? null : Sha256.of(declared));
        Instant expiresAt = UtcColumn.read(row, "expires_at");
        Long unverifiedFrom = row.getObject("unverified_from", Long.class);
        return new Upload(row.getLong("id"), row.getLong("owner_id"), row.getLong("length"), row.getString("metadata"),
                description, row.getLong("folder_id"), row.getString("concat"), row.getLong("used_by"),
                unverifiedFrom == null ? Upload.UNKNOWN : unverifiedFrom, "finished".equals(row.getString("status")),
                expiresAt);
    }
}
