package dev.parley.file.drive;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** Files and folders in the drives, for their owners. Read from the primary: people see at once what they have changed. */
@Repository
class Entries {

    private final JdbcClient jdbc;
    private final Folders folders;

    Entries(JdbcClient jdbc, Folders folders) {
        this.jdbc = jdbc;
        this.folders = folders;
    }

    /** A file or folder that is in the drive of this person. */
    public Optional<UserFile> findOwn(long id, long ownerId) {
        return jdbc.sql(EntryRows.BY_ID).param("id", id).query(EntryRows::read).optional()
                .filter(entry -> entry.ownerId() == ownerId)
                .filter(entry -> folders.depth(ownerId, entry.folderId()).isPresent());
    }

    /**
     * As {@link #findOwn}, where there has to be one.
     *
     * @throws ProblemException {@code file-not-found}
     */
    public UserFile requireOwn(String id, long ownerId) {
        return Ids.parse(id).flatMap(number -> findOwn(number, ownerId)).orElseThrow(() -> notFound(id));
    }

    /** All of these, in this order, each once. */
    List<UserFile> requireOwn(Collection<Long> ids, long ownerId) {
        return ids.stream().distinct()
                .map(id -> findOwn(id, ownerId).orElseThrow(() -> notFound(Ids.format(id)))).toList();
    }

    static ProblemException notFound(String id) {
        return new ProblemException(FileProblem.FILE_NOT_FOUND, "there is no file " + id);
    }
}
