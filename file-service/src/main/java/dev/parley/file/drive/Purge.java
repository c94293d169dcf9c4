package dev.parley.file.drive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes for good what has left the trash: from the bottom up, in small transactions, each of which frees contents that nobody has any
 * more and the space of those that their owner has not any more. Nothing can be added below what is outside of a drive, so no lock of the
 * tree is needed; of two who do it at once, one waits for the other.
 */
@Component
class Purge {

    static final int BATCH = 100;

    /** Index: user_files_newest. */
    static final String A_FOLDER = """
        SELECT id FROM user_files FORCE INDEX (user_files_newest)
        WHERE owner_id = :owner AND folder_id = :folder AND kind = 0 LIMIT 1""";
    /** Index: user_files_newest. */
    static final String SOME_FILES = """
        SELECT id, unique_file_id, size FROM user_files FORCE INDEX (user_files_newest)
        WHERE owner_id = :owner AND folder_id = :folder AND kind = 1 LIMIT :limit FOR UPDATE""";
    /** Index: the primary key. */
    static final String ITSELF = "SELECT id, unique_file_id, size FROM user_files WHERE id = :id FOR UPDATE";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Trash trash;
    private final UserFiles files;
    private final UnreferencedContents contents;
    private final DriveSpace space;
    private final TransactionTemplate transaction;

    Purge(JdbcClient jdbc, Clock clock, Trash trash, UserFiles files, UnreferencedContents contents, DriveSpace space,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.trash = trash;
        this.files = files;
        this.contents = contents;
        this.space = space;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    private record Row(long id, @Nullable Long content, long size) {}

    /** Removes this, and what is in it, for as long as the time allows; false when something is left. */
    boolean remove(Trash.Root root, Instant until) {
        while (!removeSome(root)) {
            if (!clock.instant().isBefore(until)) {
                return false;
            }
        }
        return true;
    }

    /** Removes what is due of all people, oldest first. */
    void removeDue(Duration atMost) {
        removeDue(trash::due, atMost);
    }

    /** Removes what is due of one person. */
    void removeDue(long ownerId, Duration atMost) {
        removeDue(limit -> trash.due(ownerId, limit), atMost);
    }

    private void removeDue(IntFunction<List<Trash.Root>> next, Duration atMost) {
        Instant until = clock.instant().plus(atMost);
        List<Trash.Root> due = next.apply(BATCH);
        while (!due.isEmpty()) {
            for (Trash.Root root : due) {
                if (!remove(root, until)) {
                    return;
                }
            }
            due = clock.instant().isBefore(until) ? next.apply(BATCH) : List.of();
        }
    }

    /** One transaction, repeated if it loses: an answer of hash-service locks in the other order, content first. True when all is gone. */
    private boolean removeSome(Trash.Root root) {
        boolean[] gone = new boolean[1];
        Contention.retry(() -> gone[0] = Objects.requireNonNull(transaction.execute(status -> removeNow(root))));
        return gone[0];
    }

    private boolean removeNow(Trash.Root root) {
        if (!trash.lockDue(root.id())) {
            return true; // another one was quicker
        }
        long folder = root.id();
        for (int level = 0; level <= Folders.DEEPEST; level++) {
            Optional<Long> inner = jdbc.sql(A_FOLDER).param("owner", root.ownerId()).param("folder", folder)
                    .query(Long.class).optional();
            if (inner.isEmpty()) {
                break;
            }
            folder = inner.get();
        }
        List<Row> rows = read(jdbc.sql(SOME_FILES).param("owner", root.ownerId()).param("folder", folder)
                .param("limit", BATCH));
        if (rows.size() < BATCH) { // then the folder goes with its last files
            rows.addAll(read(jdbc.sql(ITSELF).param("id", folder)));
        }
        remove(root.ownerId(), rows);
        boolean all = rows.isEmpty() || rows.getLast().id() == root.id(); // under the lock only this transaction removes
        if (all) {
            trash.forget(root.id());
        }
        return all;
    }

    private void remove(long ownerId, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        files.remove(rows.stream().map(Row::id).toList());
        Map<Long, Long> sizes = new TreeMap<>();
        rows.forEach(row -> {
            if (row.content() != null) {
                sizes.put(row.content(), row.size());
            }
        });
        contents.remove(sizes.keySet());
        sizes.forEach((content, size) -> space.removed(ownerId, content, size));
    }

    private static List<Row> read(JdbcClient.StatementSpec query) {
        return new ArrayList<>(query.query((row, number) -> new Row(row.getLong("id"),
                EntryRows.longOrNull(row, "unique_file_id"), row.getLong("size"))).list());
    }
}
