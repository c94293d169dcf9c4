package dev.parley.file.drive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.file.account.DeletedAccounts;
import dev.parley.file.content.Sha256;
import dev.parley.platform.store.UtcColumn;

/** The table of user files. */
@Repository
public class UserFiles {

    private static final int NAMES_TRIED = 100;
    private static final String COLUMNS = """
        SELECT f.id, f.owner_id, f.name, f.media_type, f.size, f.unique_file_id, u.sha256, f.status,
               f.status_reason, f.created_at
        """;

    /** Index: user_files_newest. */
    static final String LOCK_SOME = """
        SELECT id, unique_file_id FROM user_files FORCE INDEX (user_files_newest)
        WHERE owner_id = :owner LIMIT :limit FOR UPDATE""";
    /** Index: user_files_content. */
    static final String REFER_TO = "SELECT 1 FROM user_files WHERE unique_file_id = :content LIMIT 1";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DeletedAccounts deletedAccounts;
    private final TransactionTemplate onReplica;

    UserFiles(JdbcClient jdbc, Clock clock, DeletedAccounts deletedAccounts,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deletedAccounts = deletedAccounts;
        this.onReplica = new TransactionTemplate(transactions);
        this.onReplica.setReadOnly(true);
    }

    /**
     * Adds a file to the root of a drive. When its name is taken there, both are kept: the new one is called "name (2).ext", or the
     * first number that is free.
     *
     * @return the name that the file has got
     * @throws dev.parley.platform.problem.ProblemException {@code account-deleted} when it is nobody's drive any more
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public String add(NewUserFile file) {
        String name = insertWithFreeName(file);
        deletedAccounts.refuse(file.ownerId());
        return name;
    }

    private String insertWithFreeName(NewUserFile file) {
        String wanted = file.description().name();
        for (int number = 1; number <= NAMES_TRIED; number++) {
            String name = number == 1 ? wanted : FileName.numbered(wanted, number);
            if (number == 1 || isFree(file.ownerId(), name)) {
                try {
                    insert(file, name);
                    return name;
                } catch (DuplicateKeyException taken) {
                    continue; // the unique key decides, also between two uploads at once
                }
            }
        }
        String name = FileName.numbered(wanted, (int) (file.id() & 0x3fffffff));
        insert(file, name);
        return name;
    }

    /**
     * A file that is not deleted. Asks a replica first: what it finds is right, or was a moment ago; what it does not find is asked of
     * the primary, so that people find what they have just uploaded.
     */
    public Optional<UserFile> find(long id) {
        Optional<UserFile> known = onReplica.execute(transaction -> findNow(id));
        return known.isPresent() ? known : findNow(id);
    }

    /** As {@link #find}, for the owner only: the files of others are as if they did not exist. */
    public Optional<UserFile> findOwn(long id, long ownerId) {
        return find(id).filter(file -> file.ownerId() == ownerId);
    }

    /** One page of a drive, newest first; from the primary, since a list without one's newest file would be wrong. */
    List<UserFile> page(long ownerId, long beforeId, int limit) {
        // Without the hint the optimizer may walk the primary key backwards through everybody's files.
        return jdbc.sql(COLUMNS + """
            FROM user_files f FORCE INDEX (user_files_newest) LEFT JOIN unique_files u ON u.id = f.unique_file_id
            WHERE f.owner_id = :owner AND f.folder_id = 0 AND f.id < :before AND f.status <> 'deleted'
            ORDER BY f.id DESC LIMIT :limit
            """)
                .param("owner", ownerId).param("before", beforeId).param("limit", limit)
                .query(UserFiles::read).list();
    }

    /** Refuses the files whose sender declared another digest; how many those are. */
    public int rejectOthersThan(Sha256 actual, long contentId) {
        return jdbc.sql("""
            UPDATE user_files SET status = 'rejected', unique_file_id = NULL,
                   status_reason = CONCAT('the content has the SHA-256 ', :hex, ', not the declared one')
            WHERE unique_file_id = :content AND declared_sha256 IS NOT NULL AND declared_sha256 <> :sha256
            """)
                .param("hex", actual.hex()).param("content", contentId).param("sha256", actual.bytes()).update();
    }

    /** Makes all files of a content available, now backed by {@code target}, which may be the same content; how many those are. */
    public int makeAvailable(long contentId, long target) {
        return jdbc.sql("""
            UPDATE user_files SET unique_file_id = :target,
                   status = CASE WHEN status = 'processing' THEN 'available' ELSE status END
            WHERE unique_file_id = :content
            """)
                .param("target", target).param("content", contentId).update();
    }

    /** A file and what it refers to, while it is being removed. */
    record Reference(long fileId, OptionalLong contentId) {}

    /** Some files of a drive, in any state, also those that are being added at this moment: it waits for their transactions. */
    List<Reference> lockSome(long ownerId, int limit) {
        return jdbc.sql(LOCK_SOME).param("owner", ownerId).param("limit", limit).query((row, number) -> {
            Long content = longOrNull(row, "unique_file_id");
            return new Reference(row.getLong("id"),
                    content == null ? OptionalLong.empty() : OptionalLong.of(content));
        }).list();
    }

    void remove(Collection<Long> ids) {
        jdbc.sql("DELETE FROM user_files WHERE id IN (:ids)").param("ids", ids).update();
    }

    /** Whether any file, in any state, refers to this content. */
    boolean referTo(long contentId) {
        return jdbc.sql(REFER_TO).param("content", contentId).query(Integer.class).optional().isPresent();
    }

    private Optional<UserFile> findNow(long id) {
        return jdbc.sql(COLUMNS + """
            FROM user_files f LEFT JOIN unique_files u ON u.id = f.unique_file_id
            WHERE f.id = :id AND f.status <> 'deleted'
            """)
                .param("id", id).query(UserFiles::read).optional();
    }

    private boolean isFree(long ownerId, String name) {
        return jdbc.sql("""
            SELECT COUNT(*) FROM user_files WHERE owner_id = :owner AND folder_id = 0 AND live_name = :name
            """)
                .param("owner", ownerId).param("name", name).query(Integer.class).single() == 0;
    }

    private void insert(NewUserFile file, String name) {
        jdbc.sql("""
            INSERT INTO user_files
              (id, owner_id, name, media_type, size, unique_file_id, declared_sha256, status, created_at)
            VALUES (:id, :owner, :name, :mediaType, :size, :content, :declared, :status, :now)
            """)
                .param("id", file.id()).param("owner", file.ownerId()).param("name", name)
                .param("mediaType", file.description().mediaType()).param("size", file.size())
                .param("content", file.contentId())
                .param("declared", file.declared().map(Sha256::bytes).orElse(null))
                .param("status", file.status().word()).param("now", UtcColumn.of(clock.instant()))
                .update();
    }

    private static UserFile read(ResultSet row, int number) throws SQLException {
        byte[] digest = row.getBytes("sha256");
        return new UserFile(row.getLong("id"), row.getLong("owner_id"), row.getString("name"),
                row.getString("media_type"), row.getLong("size"), longOrNull(row, "unique_file_id"),
                digest == null ? null : Sha256.of(digest), FileStatus.ofWord(row.getString("status")),
                row.getString("status_reason"), UtcColumn.read(row, "created_at"));
    }

    private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
