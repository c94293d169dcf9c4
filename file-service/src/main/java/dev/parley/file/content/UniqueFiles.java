package dev.parley.file.content;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;

/** The table of contents. All lookups are by primary key or by the unique key on the digest. */
@Repository
public class UniqueFiles {

    private static final String COLUMNS = "id, sha256, size, place, place_key";

    private final JdbcClient jdbc;
    private final Clock clock;

    UniqueFiles(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Notes a content that has arrived whole in the staging area; its digests are not known yet. */
    public long addReceived(long size, String stagingKey, Instant digestDueAt) {
        long id = Ids.next();
        jdbc.sql("""
            INSERT INTO unique_files (id, size, place, place_key, status, digest_due_at, created_at)
            VALUES (:id, :size, 'staged', :key, 'received', :due, :now)
            """)
                .param("id", id).param("size", size).param("key", stagingKey)
                .param("due", UtcColumn.of(digestDueAt)).param("now", UtcColumn.of(clock.instant()))
                .update();
        return id;
    }

    public Optional<UniqueFile> find(long id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM unique_files WHERE id = :id")
                .param("id", id).query(UniqueFiles::read).optional();
    }

    /** As {@link #find}; until the transaction ends nobody else changes or removes the row. */
    public Optional<UniqueFile> findAndLock(long id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM unique_files WHERE id = :id FOR UPDATE")
                .param("id", id).query(UniqueFiles::read).optional();
    }

    /** The verified content with this digest. */
    public Optional<UniqueFile> find(Sha256 digest) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM unique_files WHERE sha256 = :sha256")
                .param("sha256", digest.bytes()).query(UniqueFiles::read).optional();
    }

    /**
     * Gives a content its identity.
     *
     * @throws org.springframework.dao.DuplicateKeyException when another content has that digest: they are the same
     */
    public void markVerified(long id, Sha256 digest, Map<String, byte[]> otherDigests) {
        jdbc.sql("""
            UPDATE unique_files SET sha256 = :sha256, status = 'verified', digest_due_at = NULL WHERE id = :id
            """)
                .param("sha256", digest.bytes()).param("id", id).update();
        otherDigests.forEach((algorithm, bytes) -> jdbc
                .sql("""
                    INSERT INTO content_digests (unique_file_id, algorithm, digest) VALUES (:id, :algorithm, :digest)
                    """)
                .param("id", id).param("algorithm", algorithm).param("digest", bytes).update());
    }

    /** The digests besides SHA-256, by the names of {@code parley.digests.algorithms}. */
    public Map<String, byte[]> digests(long id) {
        return jdbc.sql("SELECT algorithm, digest FROM content_digests WHERE unique_file_id = :id").param("id", id)
                .query((row, number) -> Map.entry(row.getString("algorithm"), row.getBytes("digest"))).list().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The bytes are in the blob store from now on; false when they were already, or the content is gone. */
    public boolean markStored(long id, String blobKey) {
        return jdbc.sql("""
            UPDATE unique_files SET place = 'stored', place_key = :key WHERE id = :id AND place = 'staged'
            """)
                .param("key", blobKey).param("id", id).update() == 1;
    }

    /** Notes that a thumbnail was made; false when the content is gone. */
    public boolean markImage(long id, ContentImage image) {
        return jdbc.sql("""
            UPDATE unique_files SET image_width = :width, image_height = :height, thumbnail_type = :type WHERE id = :id
            """)
                .param("width", image.width()).param("height", image.height()).param("type", image.thumbnailType())
                .param("id", id).update() == 1;
    }

    /** What is known of a content as a picture; empty when it has no thumbnail. */
    public Optional<ContentImage> imageOf(long id) {
        return jdbc.sql("""
            SELECT image_width, image_height, thumbnail_type FROM unique_files
            WHERE id = :id AND thumbnail_type IS NOT NULL
            """)
                .param("id", id).query((row, number) -> new ContentImage(row.getInt("image_width"),
                        row.getInt("image_height"), row.getString("thumbnail_type")))
                .optional();
    }

    /** Counts a failed computation of the digests and says when to ask again; null: never again by itself. */
    public void postponeDigests(long id, @Nullable Instant nextAttemptAt) {
        jdbc.sql("""
            UPDATE unique_files SET digest_attempts = digest_attempts + 1, digest_due_at = :due
            WHERE id = :id AND status = 'received'
            """)
                .param("due", nextAttemptAt == null ? null : UtcColumn.of(nextAttemptAt)).param("id", id).update();
    }

    /** Says when to ask again for digests that were asked for just now. */
    public void expectDigests(long id, Instant askAgainAt) {
        jdbc.sql("UPDATE unique_files SET digest_due_at = :due WHERE id = :id AND status = 'received'")
                .param("due", UtcColumn.of(askAgainAt)).param("id", id).update();
    }

    /** How often the digests were asked for in vain; 0 when the content is gone. */
    public int digestAttempts(long id) {
        return jdbc.sql("SELECT digest_attempts FROM unique_files WHERE id = :id")
                .param("id", id).query(Integer.class).optional().orElse(0);
    }

    /** Contents whose digests should have come by now; locked, those that another node works on are passed over. */
    public List<UniqueFile> lockOverdue(int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
             FROM unique_files WHERE digest_due_at <= :now
            ORDER BY digest_due_at LIMIT :limit FOR UPDATE SKIP LOCKED
            """)
                .param("now", UtcColumn.of(clock.instant())).param("limit", limit).query(UniqueFiles::read).list();
    }

    /** Removes the content with its digests; the caller sees to the bytes. */
    public void remove(long id) {
        jdbc.sql("DELETE FROM content_digests WHERE unique_file_id = :id").param("id", id).update();
        jdbc.sql("DELETE FROM unique_files WHERE id = :id").param("id", id).update();
    }

    private static UniqueFile read(ResultSet row, int number) throws SQLException {
        byte[] digest = row.getBytes("sha256");
        return new UniqueFile(row.getLong("id"), digest == null ? null : Sha256.of(digest), row.getLong("size"),
                UniqueFile.Place.valueOf(row.getString("place").toUpperCase(Locale.ROOT)), row.getString("place_key"));
    }
}
