package dev.parley.file.garbage;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.file.drive.Contention;
import dev.parley.file.drive.UnreferencedContents;

/**
 * Contents without a file. Finding them takes no lock; each is looked at again under its lock before it goes, by the very code that
 * removes a content with its last file.
 */
@Component
class ContentSweep implements GarbageSweep {

    /** Index: the primary key, and user_files_content for each. */
    static final String SWEEP = """
        SELECT u.id, NOT EXISTS (SELECT 1 FROM user_files f WHERE f.unique_file_id = u.id) AS garbage
        FROM unique_files u WHERE u.id > :after ORDER BY u.id LIMIT :limit""";

    /** How many contents are locked at once. */
    private static final int AT_ONCE = 50;

    private final JdbcClient jdbc;
    private final UnreferencedContents contents;
    private final TransactionTemplate transaction;

    ContentSweep(JdbcClient jdbc, UnreferencedContents contents, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.contents = contents;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    private record Row(long id, boolean garbage) {}

    @Override
    public String kind() {
        return "contents";
    }

    @Override
    public Step sweep(@Nullable String after, int limit, boolean dryRun) {
        List<Row> rows = jdbc.sql(SWEEP).param("after", after == null ? -1 : Long.parseLong(after))
                .param("limit", limit)
                .query((row, number) -> new Row(row.getLong("id"), row.getBoolean("garbage"))).list();
        List<Long> garbage = rows.stream().filter(Row::garbage).map(Row::id).toList();
        String last = rows.size() < limit ? null : Long.toString(rows.getLast().id());
        return new Step(last, rows.size(), dryRun ? garbage.size() : remove(garbage));
    }

    private int remove(List<Long> garbage) {
        AtomicInteger removed = new AtomicInteger();
        for (int from = 0; from < garbage.size(); from += AT_ONCE) {
            List<Long> some = garbage.subList(from, Math.min(garbage.size(), from + AT_ONCE));
            Contention.retry(() -> removed.addAndGet(
                    Objects.requireNonNull(transaction.execute(status -> contents.remove(some)))));
        }
        return removed.get();
    }
}
