package dev.parley.file.drive;

import java.time.Clock;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.content.UniqueFiles;
import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;

/** Brings something back from the trash. */
@Component
class TrashRestore {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Trash trash;
    private final Folders folders;
    private final Names names;
    private final UniqueFiles contents;

    TrashRestore(JdbcClient jdbc, Clock clock, Trash trash, Folders folders, Names names, UniqueFiles contents) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.trash = trash;
        this.folders = folders;
        this.names = names;
        this.contents = contents;
    }

    /**
     * Puts it where it was, or into the root when that folder is gone, is in the trash itself, or lies too deep by now.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code file-not-found}, {@code name-taken}
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void restore(long ownerId, long id, NameConflict onConflict) {
        folders.lockTree(ownerId);
        long from = trash.lock(ownerId, id).orElseThrow(() -> Entries.notFound(Ids.format(id)));
        UserFile outside = readWithItsContentHeld(id);
        int levels = outside.isFolder() ? folders.height(ownerId, id) : 0;
        boolean fits = folders.depth(ownerId, from).orElse(Folders.DEEPEST + 1) + levels <= Folders.DEEPEST;
        long target = fits ? from : Folders.ROOT;
        names.write(new Names.Place(ownerId, target), outside.name(), onConflict,
                name -> write(outside.backIn(target, name)));
        trash.forget(id);
    }

    /** Its state follows from its content, which therefore must not be verified, merged or rejected at this very moment. */
    private UserFile readWithItsContentHeld(long id) {
        UserFile before = read(id);
        if (before.contentId().isEmpty()) {
            return before;
        }
        contents.findAndLock(before.contentId().getAsLong());
        UserFile held = read(id);
        if (!held.contentId().equals(before.contentId())) {
            throw new CannotAcquireLockException("its content became another one");
        }
        return held;
    }

    private UserFile read(long id) {
        return jdbc.sql(EntryRows.ANYWHERE).param("id", id).query(EntryRows::read).single();
    }

    private void write(UserFile entry) {
        jdbc.sql("""
            UPDATE user_files SET folder_id = :folder, name = :name, status = :status, modified_at = :now,
                   revision = revision + 1
            WHERE id = :id
            """)
                .param("folder", entry.folderId()).param("name", entry.name())
                .param("status", entry.status().word()).param("now", UtcColumn.of(clock.instant()))
                .param("id", entry.id()).update();
    }
}
