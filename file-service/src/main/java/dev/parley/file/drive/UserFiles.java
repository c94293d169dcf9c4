package dev.parley.file.drive;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.file.account.DeletedAccounts;
import dev.parley.file.content.Sha256;
import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;

/** The files in the drives, folders left aside. */
@Repository
public class UserFiles {

    /** Index: user_files_search. */
    static final String LOCK_SOME = """
        SELECT id, unique_file_id FROM user_files FORCE INDEX (user_files_search)
        WHERE owner_id = :owner LIMIT :limit FOR UPDATE""";
    /** Index: user_files_content. */
    static final String REFER_TO = "SELECT 1 FROM user_files WHERE unique_file_id = :content LIMIT 1";
    /** Index: user_files_content. */
    static final String OWNERS = """
        SELECT owner_id, MAX(size) AS size FROM user_files FORCE INDEX (user_files_content)
        WHERE unique_file_id = :content GROUP BY owner_id ORDER BY owner_id""";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DeletedAccounts deletedAccounts;
    private final Names names;
    private final Folders folders;
    private final DriveSpace space;
    private final FileNews news;
    private final TransactionTemplate onReplica;

    UserFiles(JdbcClient jdbc, Clock clock, DeletedAccounts deletedAccounts, Names names, Folders folders,
            DriveSpace space, FileNews news, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deletedAccounts = deletedAccounts;
        this.names = names;
        this.folders = folders;
        this.space = space;
        this.news = news;
        this.onReplica = new TransactionTemplate(transactions);
        this.onReplica.setReadOnly(true);
    }

    /**
     * Adds a file to a drive. When its name is taken there, both are kept: the new one is called "name (2).ext", or the first number that
     * is free. When the folder is gone meanwhile, the file goes to the root. The caller is to repeat the transaction if it loses against
     * another one ({@link Contention}), and holds the content's lock unless the content is new.
     *
     * @return the name that the file has got
     * @throws dev.parley.platform.problem.ProblemException {@code account-deleted} when it is nobody's drive any more,
     *         {@code quota-exceeded}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public String add(NewUserFile file) {
        long folder = folders.hold(file.ownerId(), file.folderId()) ? file.folderId() : Folders.ROOT;
        return add(file, folder, NameConflict.KEEP_BOTH);
    }

    /**
     * As {@link #add}, for people who can be asked.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code name-taken}, {@code folder-not-found}, {@code account-deleted},
     *         {@code quota-exceeded}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void addUnderItsName(NewUserFile file) {
        if (!folders.hold(file.ownerId(), file.folderId())) {
            throw Folders.notFound(Ids.format(file.folderId()));
        }
        add(file, file.folderId(), NameConflict.FAIL);
    }

    private String add(NewUserFile file, long folder, NameConflict onConflict) {
        String name = names.write(new Names.Place(file.ownerId(), folder), file.description().name(), onConflict,
                free -> insert(file, folder, free));
        deletedAccounts.refuse(file.ownerId());
        space.added(file.ownerId(), file.contentId(), file.size());
        news.tellOfNew(file);
        return name;
    }

    /**
     * A file that is in somebody's drive. Asks a replica first: what it finds is right, or was a moment ago; what it does not find is
     * asked of the primary, so that people find what they have just uploaded.
     */
    public Optional<UserFile> find(long id) {
        Optional<UserFile> known = onReplica.execute(transaction -> findNow(id));
        return known.isPresent() ? known : findNow(id);
    }

    /** As {@link #find}, for the owner only: the files of others are as if they did not exist. */
    public Optional<UserFile> findOwn(long id, long ownerId) {
        return find(id).filter(file -> file.ownerId() == ownerId);
    }

    private Optional<UserFile> findNow(long id) {
        return jdbc.sql(EntryRows.BY_ID).param("id", id).query(EntryRows::read).optional()
                .filter(entry -> !entry.isFolder())
                .filter(file -> folders.depth(file.ownerId(), file.folderId()).isPresent());
    }

    /** Refuses the files whose sender declared another digest; how many those are. The caller holds the content's lock. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int rejectOthersThan(Sha256 actual, long contentId) {
        List<Owner> owners = owners(contentId);
        int rejected = jdbc.sql("""
            UPDATE user_files SET unique_file_id = NULL,
                   status = CASE WHEN status = 'deleted' THEN status ELSE 'rejected' END,
                   status_reason = CONCAT('the content has the SHA-256 ', :hex, ', not the declared one')
            WHERE unique_file_id = :content AND declared_sha256 IS NOT NULL AND declared_sha256 <> :sha256
            """)
                .param("hex", actual.hex()).param("content", contentId).param("sha256", actual.bytes()).update();
        if (rejected > 0) {
            owners.forEach(owner -> space.removed(owner.id(), contentId, owner.size()));
        }
        return rejected;
    }

    /**
     * Makes all files of a content available, now backed by {@code target}, which may be the same content; how many those are. The caller
     * holds the locks of both contents.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int makeAvailable(long contentId, long target) {
        if (target != contentId) {
            owners(contentId).forEach(owner -> space.merging(owner.id(), contentId, target, owner.size()));
        }
        return jdbc.sql("""
            UPDATE user_files SET unique_file_id = :target,
                   status = CASE WHEN status = 'processing' THEN 'available' ELSE status END
            WHERE unique_file_id = :content
            """)
                .param("target", target).param("content", contentId).update();
    }

    private record Owner(long id, long size) {}

    private List<Owner> owners(long contentId) {
        return jdbc.sql(OWNERS).param("content", contentId)
                .query((row, number) -> new Owner(row.getLong("owner_id"), row.getLong("size"))).list();
    }

    /** A file and what it refers to, while it is being removed. */
    record Reference(long fileId, OptionalLong contentId) {}

    /** Some entries of a drive, in any state, also those that are being added at this moment: it waits for their transactions. */
    List<Reference> lockSome(long ownerId, int limit) {
        return jdbc.sql(LOCK_SOME).param("owner", ownerId).param("limit", limit).query((row, number) -> {
            Long content = EntryRows.longOrNull(row, "unique_file_id");
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

    private void insert(NewUserFile file, long folder, String name) {
        jdbc.sql(
                """
                    INSERT INTO user_files (id, owner_id, folder_id, name, media_type, size, unique_file_id, declared_sha256, status,
                      created_at, modified_at)
                    VALUES (:id, :owner, :folder, :name, :mediaType, :size, :content, :declared, :status, :now, :now)
                    """)
                .param("id", file.id()).param("owner", file.ownerId()).param("folder", folder).param("name", name)
                .param("mediaType", file.description().mediaType()).param("size", file.size())
                .param("content", file.contentId())
                .param("declared", file.declared().map(Sha256::bytes).orElse(null))
                .param("status", file.status().word()).param("now", UtcColumn.of(clock.instant()))
                .update();
    }
}
