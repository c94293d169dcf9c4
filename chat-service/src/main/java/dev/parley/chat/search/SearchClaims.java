package dev.parley.chat.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which channels have something to index, and who does it: the holder of the lock of the channel's row in {@code search_locks}, so
 * that the writers of messages, who hold the rows of {@code channels}, never wait for it. Methods block, and throw as JDBC does.
 */
@Component
class SearchClaims {

    /** Index: channels_to_index. */
    static final String DUE = """
        SELECT id FROM channels FORCE INDEX (channels_to_index)
        WHERE search_due = TRUE AND id > :after ORDER BY id LIMIT :limit""";

    /** Index: primary key. Passes over a row that somebody else has. */
    static final String CLAIM = "SELECT channel_id FROM search_locks WHERE channel_id = :channel FOR UPDATE SKIP LOCKED";

    /** Index: primary key. */
    static final String EXISTS = "SELECT COUNT(*) FROM search_locks WHERE channel_id = :channel";

    /** Index: primary key. */
    static final String STATE = """
        SELECT id, indexed_version, first_version, last_version FROM channels WHERE id = :channel""";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    SearchClaims(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        // No locks on gaps, and each read sees what is committed by then.
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** How far the index of a channel is, and what the channel has. */
    record Progress(long channelId, long indexed, long first, long last) {}

    /** Some channels above this id with something to index, by id. */
    List<Long> due(long afterId, int limit) {
        return jdbc.sql(DUE).param("after", afterId).param("limit", limit).query((row, n) -> row.getLong(1)).list();
    }

    /** Works on a channel in one transaction in which nobody else does; false when somebody else is at it or the channel is gone. */
    boolean alone(long channelId, Consumer<Progress> work) {
        makeLock(channelId);
        return Objects.requireNonNull(transaction.execute(status -> {
            Optional<Progress> progress = jdbc.sql(CLAIM).param("channel", channelId).query(Long.class).optional()
                    .flatMap(claimed -> jdbc.sql(STATE).param("channel", channelId)
                            .query((row, n) -> new Progress(row.getLong(1), row.getLong(2), row.getLong(3),
                                    row.getLong(4)))
                            .optional());
            progress.ifPresent(work);
            return progress.isPresent();
        }));
    }

    /** Notes, in the transaction of {@link #alone}, what is indexed now. */
    void indexed(long channelId, long version) {
        jdbc.sql("UPDATE channels SET indexed_version = ? WHERE id = ?").params(version, channelId).update();
    }

    /** Works in one transaction, after everybody who is at this channel, and before anybody else. */
    int afterOthers(long channelId, IntSupplier work) {
        makeLock(channelId);
        return Objects.requireNonNull(transaction.execute(status -> {
            var _ = jdbc.sql("SELECT channel_id FROM search_locks WHERE channel_id = ? FOR UPDATE").param(channelId)
                    .query(Long.class).optional();
            int rows = work.getAsInt();
            if (rows == 0) {
                jdbc.sql("DELETE FROM search_locks WHERE channel_id = ?").param(channelId).update();
            }
            return rows;
        }));
    }

    private void makeLock(long channelId) {
        if (jdbc.sql(EXISTS).param("channel", channelId).query(Integer.class).single() == 0) {
            jdbc.sql("INSERT IGNORE INTO search_locks (channel_id) VALUES (?)").param(channelId).update();
        }
    }
}
