package dev.parley.file.drive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.account.AccountPart;
import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;

/**
 * What is outside of the drives. A folder goes there with one row, its own: what is in it goes with it and is not in the trash by itself.
 * From there things go back, or leave: what leaves is not seen any more, and is removed piece by piece ({@link Purge}).
 */
@Repository
class Trash implements AccountPart {

    /** Index: trash_owner. */
    static final String PAGE = EntryRows.COLUMNS + """
        , t.from_folder_id, t.since
        FROM trash t FORCE INDEX (trash_owner) JOIN user_files f ON f.id = t.file_id
          LEFT JOIN unique_files u ON u.id = f.unique_file_id
        WHERE t.owner_id = :owner AND t.leaving = 0
          AND (t.since < :since OR (t.since = :since AND t.file_id < :id))
        ORDER BY t.since DESC, t.file_id DESC LIMIT :limit""";
    /** Index: trash_owner. */
    static final String LEAVE_ALL = """
        UPDATE trash FORCE INDEX (trash_owner) SET leaving = 1, since = :now
        WHERE owner_id = :owner AND leaving = 0 LIMIT :limit""";
    /** Index: trash_due. */
    static final String EXPIRE = """
        UPDATE trash FORCE INDEX (trash_due) SET leaving = 1, since = :now
        WHERE leaving = 0 AND since <= :before LIMIT :limit""";
    /** Index: trash_due. */
    static final String DUE = """
        SELECT file_id, owner_id FROM trash FORCE INDEX (trash_due)
        WHERE leaving = 1 AND since <= :now ORDER BY since LIMIT :limit""";

    /** Index: trash_owner. */
    static final String OWN_DUE = """
        SELECT file_id, owner_id FROM trash FORCE INDEX (trash_owner)
        WHERE owner_id = :owner AND leaving = 1 AND since <= :now ORDER BY since LIMIT :limit""";

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Entries entries;
    private final Folders folders;

    Trash(JdbcClient jdbc, Clock clock, Entries entries, Folders folders) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.entries = entries;
        this.folders = folders;
    }

    /** Something in the trash: as it was, in the folder where it was, and since when it is here. */
    record Trashed(UserFile entry, Instant since) {}

    /** A root of what is outside. */
    record Root(long id, long ownerId) {}

    /**
     * Puts a file or folder into the trash.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code file-not-found}, {@code precondition-failed}
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void put(long ownerId, long id, Revision revision) {
        folders.lockTree(ownerId);
        UserFile entry = entries.findOwn(id, ownerId).orElseThrow(() -> Entries.notFound(Ids.format(id)));
        revision.require(entry);
        jdbc.sql("""
            UPDATE user_files SET folder_id = -1, status = 'deleted', revision = revision + 1 WHERE id = :id
            """).param("id", id).update();
        insert(ownerId, id, entry.folderId(), false, clock.instant());
    }

    /** Notes something that is made outside of the drive; it is removed if it is not in the drive by that time. */
    @Transactional(propagation = Propagation.MANDATORY)
    void add(long ownerId, long id, Instant until) {
        insert(ownerId, id, Folders.OUTSIDE, true, until);
    }

    private void insert(long ownerId, long id, long fromFolderId, boolean leaving, Instant since) {
        jdbc.sql("""
            INSERT INTO trash (file_id, owner_id, from_folder_id, leaving, since)
            VALUES (:id, :owner, :from, :leaving, :since)
            """)
                .param("id", id).param("owner", ownerId).param("from", fromFolderId)
                .param("leaving", leaving).param("since", UtcColumn.of(since)).update();
    }

    /** What somebody has in the trash, newest first: what came before that time, or at that time and has a smaller id. */
    List<Trashed> page(long ownerId, Instant since, long beforeId, int limit) {
        return jdbc.sql(PAGE).param("owner", ownerId).param("since", UtcColumn.of(since)).param("id", beforeId)
                .param("limit", limit).query(Trash::read).list();
    }

    /** Locks something that is in the trash, and tells in which folder it was. */
    @Transactional(propagation = Propagation.MANDATORY)
    OptionalLong lock(long ownerId, long id) {
        return jdbc.sql("""
            SELECT from_folder_id FROM trash WHERE file_id = :id AND owner_id = :owner AND leaving = 0 FOR UPDATE
            """).param("id", id).param("owner", ownerId).query(Long.class).optional()
                .map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** Lets something leave that is in the trash; false when it is not. */
    boolean leave(long ownerId, long id) {
        return jdbc.sql("""
            UPDATE trash SET leaving = 1, since = :now WHERE file_id = :id AND owner_id = :owner AND leaving = 0
            """).param("now", UtcColumn.of(clock.instant())).param("id", id).param("owner", ownerId).update() == 1;
    }

    /** Lets all leave that somebody has in the trash. */
    void leaveAll(long ownerId) {
        int some;
        do {
            some = jdbc.sql(LEAVE_ALL).param("now", UtcColumn.of(clock.instant())).param("owner", ownerId)
                    .param("limit", BATCH).update();
        } while (some == BATCH);
    }

    /** Lets leave what came here before that time. */
    void expire(Instant before) {
        int some;
        do {
            some = jdbc.sql(EXPIRE).param("now", UtcColumn.of(clock.instant())).param("before", UtcColumn.of(before))
                    .param("limit", BATCH).update();
        } while (some == BATCH);
    }

    /** What is to be removed now, of all people. */
    List<Root> due(int limit) {
        return jdbc.sql(DUE).param("now", UtcColumn.of(clock.instant())).param("limit", limit).query(Trash::root)
                .list();
    }

    /** What is to be removed now, of one person. */
    List<Root> due(long ownerId, int limit) {
        return jdbc.sql(OWN_DUE).param("owner", ownerId).param("now", UtcColumn.of(clock.instant()))
                .param("limit", limit).query(Trash::root).list();
    }

    private static Root root(ResultSet row, int number) throws SQLException {
        return new Root(row.getLong("file_id"), row.getLong("owner_id"));
    }

    /** Locks something that is to be removed now; false when it is not, any more or yet. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean lockDue(long id) {
        return jdbc.sql("SELECT 1 FROM trash WHERE file_id = :id AND leaving = 1 AND since <= :now FOR UPDATE")
                .param("id", id).param("now", UtcColumn.of(clock.instant())).query(Integer.class).optional()
                .isPresent();
    }

    /** Says when something that is leaving is removed; false when that has begun already. */
    boolean postpone(long id, Instant until) {
        return jdbc.sql("UPDATE trash SET since = :until WHERE file_id = :id AND leaving = 1 AND since > :now")
                .param("until", UtcColumn.of(until)).param("id", id).param("now", UtcColumn.of(clock.instant()))
                .update() == 1;
    }

    /** Forgets what is back in the drive, or removed. */
    void forget(long id) {
        jdbc.sql("DELETE FROM trash WHERE file_id = :id").param("id", id).update();
    }

    @Override
    public int removeSome(long userId, int limit) {
        return jdbc.sql("DELETE FROM trash WHERE owner_id = :owner LIMIT :limit").param("owner", userId)
                .param("limit", limit).update();
    }

    private static Trashed read(ResultSet row, int number) throws SQLException {
        UserFile outside = EntryRows.read(row, number);
        UserFile entry = outside.backIn(row.getLong("from_folder_id"), outside.name());
        return new Trashed(entry, UtcColumn.read(row, "since"));
    }
}
