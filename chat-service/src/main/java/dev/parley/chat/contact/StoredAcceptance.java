package dev.parley.chat.contact;

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
    }

    private Stance stance(long reader, long writer) {
        return jdbc.sql(ACCEPTANCE).param("reader", reader).param("writer", writer)
                .query((row, n) -> new Stance(row.getInt("relation"), row.getInt("choice"))) // 0 when there is no row
                .single();
    }

    @Override
    public boolean accepts(long reader, long writer, boolean readerBegan) {
        Stance stance = stance(reader, writer);
        return !stance.isBlock()
                && (readerBegan || WhoMayWrite.of(stance.choice()) == WhoMayWrite.EVERYONE
                        || ContactState.of(stance.relation()) == ContactState.ACCEPTED);
    }

    @Override
    public boolean blocks(long blocker, long blocked) {
        return stance(blocker, blocked).isBlock();
    }
}
