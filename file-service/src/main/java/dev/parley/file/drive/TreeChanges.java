package dev.parley.file.drive;

import java.time.Clock;

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
    private final Folders folders;
    private final Names names;
    private final DeletedAccounts deletedAccounts;

    TreeChanges(JdbcClient jdbc, Clock clock, Folders folders, Names names, DeletedAccounts deletedAccounts) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.folders = folders;
        this.names = names;
        this.deletedAccounts = deletedAccounts;
    }

    /**
     * Makes an empty folder; its id.
     *
     * @throws ProblemException {@code folder-not-found}, {@code name-taken}, {@code folders-too-deep}, {@code account-deleted}
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    long createFolder(long ownerId, long parentId, String name, NameConflict onConflict) {
        folders.lockTree(ownerId);
        int depth = folders.depth(ownerId, parentId).orElseThrow(() -> Folders.notFound(Ids.format(parentId)));
        if (depth >= Folders.DEEPEST) {
            throw tooDeep();
        }
        long id = Ids.next();
        names.write(new Names.Place(ownerId, parentId), name, onConflict, free -> insertFolder(id, ownerId, parentId,
                free));
        deletedAccounts.refuse(ownerId);
        return id;
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

    private static ProblemException tooDeep() {
        return new ProblemException(FileProblem.FOLDERS_TOO_DEEP,
                "folders may be nested " + Folders.DEEPEST + " deep");
    }
}
