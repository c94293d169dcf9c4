package dev.parley.file.drive;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.FileProblem;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.store.UtcColumn;

/** Changes of a drive's tree, one at a time for each person. The caller repeats what loses against another transaction. */
@Component
class TreeChanges {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Entries entries;
    private final Folders folders;
    private final Names names;
    private final DeletedAccounts deletedAccounts;

    TreeChanges(JdbcClient jdbc, Clock clock, Entries entries, Folders folders, Names names,
            DeletedAccounts deletedAccounts) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.entries = entries;
        this.folders = folders;
        this.names = names;
        this.deletedAccounts = deletedAccounts;
    }

    /** A new name, a new place, or both. */
    record Change(Optional<String> name, OptionalLong folderId, NameConflict onConflict, Revision revision) {}

    /**
     * Makes an empty folder; its id.
     *
     * @throws ProblemException {@code folder-not-found}, {@code name-taken}, {@code folders-too-deep}, {@code account-deleted}
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    long createFolder(long ownerId, long parentId, String name, NameConflict onConflict) {
        folders.lockTree(ownerId);
        folders.requireRoomBelow(ownerId, parentId, 1);
        long id = Ids.next();
        names.write(new Names.Place(ownerId, parentId), name, onConflict,
                free -> insertFolder(id, ownerId, parentId, free));
        deletedAccounts.refuse(ownerId);
        return id;
    }

    /**
     * Renames and moves.
     *
     * @throws ProblemException {@code file-not-found}, {@code folder-not-found}, {@code name-taken}, {@code folder-cycle},
     *         {@code folders-too-deep}, {@code precondition-failed}
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void change(long ownerId, long id, Change change) {
        folders.lockTree(ownerId);
        UserFile entry = entries.findOwn(id, ownerId).orElseThrow(() -> Entries.notFound(Ids.format(id)));
        change.revision().require(entry);
        long target = change.folderId().orElse(entry.folderId());
        if (target != entry.folderId()) {
            requireMovable(entry, target);
        }
        String name = change.name().orElse(entry.name());
        if (target != entry.folderId() || !name.equals(entry.name())) {
            names.write(new Names.Place(ownerId, target), name, change.onConflict(), free -> write(id, target, free));
        }
    }

    private void requireMovable(UserFile entry, long target) {
        if (entry.isFolder()) {
            if (folders.isWithin(entry.ownerId(), target, entry.id())) {
                throw new ProblemException(FileProblem.FOLDER_CYCLE, "a folder cannot be moved into itself");
            }
            folders.requireRoomBelow(entry.ownerId(), target, folders.height(entry.ownerId(), entry.id()));
        } else {
            folders.require(entry.ownerId(), target);
        }
    }

    private void write(long id, long folderId, String name) {
        jdbc.sql("""
            UPDATE user_files SET name = :name, folder_id = :folder, modified_at = :now, revision = revision + 1
            WHERE id = :id
            """)
                .param("name", name).param("folder", folderId).param("now", UtcColumn.of(clock.instant()))
                .param("id", id).update();
    }

    private void insertFolder(long id, long ownerId, long parentId, String name) {
        jdbc.sql(
                """
                    INSERT INTO user_files (id, owner_id, kind, folder_id, name, media_type, size, status, created_at, modified_at)
                    VALUES (:id, :owner, 0, :folder, :name, '', 0, 'available', :now, :now)
                    """)
                .param("id", id).param("owner", ownerId).param("folder", parentId).param("name", name)
                .param("now", UtcColumn.of(clock.instant())).update();
    }
}
