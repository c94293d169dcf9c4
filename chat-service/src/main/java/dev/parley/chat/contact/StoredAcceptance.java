package dev.parley.chat.contact;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.chat.channel.Acceptance;

/** Who takes messages from whom, by blocks, contacts and settings in the store; from the primary, and never remembered here. */
@Component
class StoredAcceptance implements Acceptance {

    /** Index: primary keys of relations and user_settings, one row each. */
    static final String ACCEPTANCE = """
        SELECT (SELECT IF(blocked_at IS NULL, contact, -1) FROM relations
                WHERE user_id = :reader AND other_id = :writer) AS relation,
               (SELECT who_may_write FROM user_settings WHERE user_id = :reader) AS choice""";

    /** Index: primary key, one row each. */
    static final String RELATIONS_OF_MANY = """
        SELECT user_id, IF(blocked_at IS NULL, contact, -1) FROM relations
        WHERE user_id IN (:readers) AND other_id = :writer""";

    /** Index: primary key, one row each. */
    static final String CHOICES_OF_MANY = """
        SELECT user_id, who_may_write FROM user_settings WHERE user_id IN (:readers)""";

    private static final int BLOCKED = -1;

    private final JdbcClient jdbc;

    StoredAcceptance(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What the reader has chosen, and what the writer is to them. */
    private record Stance(int relation, int choice) {

        boolean isBlock() {
            return relation == BLOCKED;
        }

        boolean accepts(boolean readerBegan) {
            return !isBlock() && (readerBegan || WhoMayWrite.of(choice) == WhoMayWrite.EVERYONE
                    || ContactState.of(relation) == ContactState.ACCEPTED);
        }
    }

    private Stance stance(long reader, long writer) {
        return jdbc.sql(ACCEPTANCE).param("reader", reader).param("writer", writer)
                .query((row, n) -> new Stance(row.getInt("relation"), row.getInt("choice"))) // 0 when there is no row
                .single();
    }

    @Override
    public boolean accepts(long reader, long writer, boolean readerBegan) {
        return stance(reader, writer).accepts(readerBegan);
    }

    @Override
    public Set<Long> accepting(Collection<Long> readers, long writer) {
        if (readers.isEmpty()) {
            return Set.of();
        }
        Map<Long, Integer> relations = ofMany(RELATIONS_OF_MANY, readers, writer);
        Map<Long, Integer> choices = ofMany(CHOICES_OF_MANY, readers, writer);
        return readers.stream()
                .filter(reader -> new Stance(relations.getOrDefault(reader, 0), choices.getOrDefault(reader, 0))
                        .accepts(false))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Map<Long, Integer> ofMany(String sql, Collection<Long> readers, long writer) {
        Map<Long, Integer> found = new HashMap<>();
        jdbc.sql(sql).param("readers", readers).param("writer", writer)
                .query(row -> {
                    found.put(row.getLong(1), row.getInt(2));
                });
        return found;
    }

    @Override
    public boolean blocks(long blocker, long blocked) {
        return stance(blocker, blocked).isBlock();
    }
}
