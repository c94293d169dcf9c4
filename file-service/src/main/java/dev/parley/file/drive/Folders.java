package dev.parley.file.drive;

import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.FileProblem;
import dev.parley.file.account.AccountPart;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/**
 * The tree of a drive. A folder is in the drive when the way up from it ends at the root: so one row taken out takes out all that is below it.
 * Who changes the tree holds its lock alone; who adds a file holds it with others, so that the folder stays while the file goes into it.
 */
@Repository
public class Folders implements AccountPart {

    /** The root of every drive; it has no row. */
    public static final long ROOT = 0;
    /** The folder of what is outside of the drive: in the trash, or in the making. */
    static final long OUTSIDE = -1;
    /** How deep folders may be nested. */
    static final int DEEPEST = 32;

    /** Index: the primary key, once for each level. */
    static final String DEPTH = """
        WITH RECURSIVE up (folder_id, depth) AS (
          SELECT folder_id, 1 FROM user_files WHERE id = :folder AND owner_id = :owner AND kind = 0
          UNION ALL
          SELECT f.folder_id, up.depth + 1 FROM up JOIN user_files f ON f.id = up.folder_id WHERE up.depth < 64)
        SELECT depth FROM up WHERE folder_id = 0""";

    /** Index: the primary key, once for each level. */
    static final String WITHIN = """
        WITH RECURSIVE up (id, folder_id, depth) AS (
          SELECT id, folder_id, 1 FROM user_files WHERE id = :folder AND owner_id = :owner
          UNION ALL
          SELECT f.id, f.folder_id, up.depth + 1 FROM up JOIN user_files f ON f.id = up.folder_id WHERE up.depth < 64)
        SELECT depth FROM up WHERE id = :above""";

    /** Index: user_files_newest, once for each folder below. */
    static final String HEIGHT = """
        WITH RECURSIVE down (id, depth) AS (
          SELECT CAST(:folder AS SIGNED), 1
          UNION ALL
          SELECT f.id, down.depth + 1 FROM down JOIN user_files f FORCE INDEX (user_files_newest)
            ON f.owner_id = :owner AND f.folder_id = down.id AND f.kind = 0 WHERE down.depth < 64)
        SELECT MAX(depth) FROM down""";

    private final JdbcClient jdbc;
    private final DeletedAccounts deletedAccounts;

    Folders(JdbcClient jdbc, DeletedAccounts deletedAccounts) {
        this.jdbc = jdbc;
        this.deletedAccounts = deletedAccounts;
    }

    /** The folder that an API names: none, an empty one and "root" are the root; what cannot be a folder at all does not exist. */
    public static long parse(@Nullable String folderId) {
        if (folderId == null || folderId.isEmpty() || folderId.equals("root")) {
            return ROOT;
        }
        return Ids.parse(folderId).orElseThrow(() -> notFound(folderId));
    }

    /**
     * Insists on a folder of this person that is in their drive at this moment; the root always is.
     *
     * @throws ProblemException {@code folder-not-found}
     */
    public void require(long ownerId, long folderId) {
        if (depth(ownerId, folderId).isEmpty()) {
            throw notFound(Ids.format(folderId));
        }
    }

    /** How deep a folder is, 0 for the root; empty when it is not in the drive of this person. */
    OptionalInt depth(long ownerId, long folderId) {
        if (folderId == ROOT) {
            return OptionalInt.of(0);
        }
        return jdbc.sql(DEPTH).param("folder", folderId).param("owner", ownerId).query(Integer.class).optional()
                .map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /**
     * Insists on a folder that has room for so many levels of folders below it.
     *
     * @throws ProblemException {@code folder-not-found}, {@code folders-too-deep}
     */
    void requireRoomBelow(long ownerId, long folderId, int levels) {
        int depth = depth(ownerId, folderId).orElseThrow(() -> notFound(Ids.format(folderId)));
        if (depth + levels > DEEPEST) {
            throw new ProblemException(FileProblem.FOLDERS_TOO_DEEP, "folders may be nested " + DEEPEST + " deep");
        }
    }

    /** Whether a folder is another one, or somewhere below it. */
    boolean isWithin(long ownerId, long folderId, long above) {
        return jdbc.sql(WITHIN).param("folder", folderId).param("owner", ownerId).param("above", above)
                .query(Integer.class).optional().isPresent();
    }

    /** How many levels of folders there are from this one down, itself counted. */
    int height(long ownerId, long folderId) {
        return jdbc.sql(HEIGHT).param("folder", folderId).param("owner", ownerId).query(Integer.class).single();
    }

    /** Whether the folder is in the drive; it stays there until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean hold(long ownerId, long folderId) {
        if (folderId == ROOT) {
            return true;
        }
        jdbc.sql("SELECT owner_id FROM drive_trees WHERE owner_id = :owner LOCK IN SHARE MODE")
                .param("owner", ownerId).query(Long.class).optional();
        return depth(ownerId, folderId).isPresent();
    }

    /**
     * Makes this transaction the only one that changes a person's tree.
     *
     * @throws ProblemException {@code account-deleted}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lockTree(long ownerId) {
        String lock = "SELECT owner_id FROM drive_trees WHERE owner_id = :owner FOR UPDATE";
        if (jdbc.sql(lock).param("owner", ownerId).query(Long.class).optional().isEmpty()) {
            jdbc.sql("INSERT IGNORE INTO drive_trees (owner_id) VALUES (:owner)").param("owner", ownerId).update();
            deletedAccounts.refuse(ownerId);
            jdbc.sql(lock).param("owner", ownerId).query(Long.class).optional();
        }
    }

    @Override
    public int removeSome(long userId, int limit) {
        return jdbc.sql("DELETE FROM drive_trees WHERE owner_id = :owner").param("owner", userId).update();
    }

    static ProblemException notFound(String folderId) {
        return new ProblemException(FileProblem.FOLDER_NOT_FOUND, "there is no folder " + folderId);
    }
}
