package dev.parley.chat.search;

import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sees to it that the index holds terms of one key only. A node with another key than the index was made by empties it, and it is made
 * anew. Methods block, and throw as JDBC does.
 */
@Component
class IndexKey {

    /** Index: primary key. Shared by all who index: a change of the key waits until they are done. */
    static final String USABLE = """
        SELECT COUNT(*) FROM search_key WHERE id = 1 AND check_value = :check AND NOT rebuilding LOCK IN SHARE MODE""";

    /** Index: primary key. */
    static final String FORGET = """
        UPDATE channels SET indexed_version = 0 WHERE id > :after AND id <= :upTo AND indexed_version > 0""";

    /** Index: primary key. */
    static final String NEXT = "SELECT id FROM channels WHERE id > :after ORDER BY id LIMIT 1000";

    private static final Logger log = LoggerFactory.getLogger(IndexKey.class);

    private final JdbcClient jdbc;
    private final long checkValue;

    IndexKey(JdbcClient jdbc, BlindIndex index) {
        this.jdbc = jdbc;
        this.checkValue = index.checkValue();
    }

    /** Whether the index is made by this node's key; holds for the rest of the caller's transaction. */
    boolean isUsable() {
        return jdbc.sql(USABLE).param("check", checkValue).query(Integer.class).single() == 1;
    }

    /** Makes the index one of this node's key. One node at a time; cut short, it is done again from the start. */
    void takeOver() {
        jdbc.sql("INSERT IGNORE INTO search_key (id, check_value, rebuilding) VALUES (1, ?, FALSE)").param(checkValue)
                .update();
        if (isUsable()) {
            return;
        }
        log.info("the key of the search index has changed: it is made anew");
        // From here on nobody indexes: nodes with the old key see the new one, and those with the new key wait for the end.
        jdbc.sql("UPDATE search_key SET check_value = ?, rebuilding = TRUE WHERE id = 1").param(checkValue).update();
        jdbc.sql("TRUNCATE TABLE search_terms").update();
        Optional<Long> done = Optional.of(0L);
        while (done.isPresent()) {
            done = forgetSome(done.get());
        }
        jdbc.sql("UPDATE search_key SET rebuilding = FALSE WHERE id = 1 AND check_value = ?").param(checkValue)
                .update();
    }

    /** Up to which channel; empty when there are no more. */
    private Optional<Long> forgetSome(long after) {
        List<Long> some = jdbc.sql(NEXT).param("after", after).query((row, n) -> row.getLong(1)).list();
        if (some.isEmpty()) {
            return Optional.empty();
        }
        jdbc.sql(FORGET).param("after", after).param("upTo", some.getLast()).update();
        return Optional.of(some.getLast());
    }
}
