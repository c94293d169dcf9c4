package dev.parley.chat.contact;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.chat.channel.Acceptance;

/** Who takes messages from whom, by blocks, contacts and settings in the store; from the primary, and never remembered here. */
@Component
class StoredAcceptance implements Acceptance {

    /** Index: primary keys of relations and user_settings, one row each. */
    static final String ACCEPTANCE = """
        SELECT r.blocked_at IS NOT NULL AS blocked, r.contact, s.who_may_write
        FROM (SELECT 1 AS one) always
        LEFT JOIN relations r ON r.user_id = :reader AND r.other_id = :writer
        LEFT JOIN user_settings s ON s.user_id = :reader""";

    private final JdbcClient jdbc;

    StoredAcceptance(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean accepts(long reader, long writer, boolean readerBegan) {
        return jdbc.sql(ACCEPTANCE).param("reader", reader).param("writer", writer)
                .query((row, n) -> !row.getBoolean("blocked")
                        && (readerBegan || WhoMayWrite.of(row.getInt("who_may_write")) == WhoMayWrite.EVERYONE
                                || ContactState.of(row.getInt("contact")) == ContactState.ACCEPTED))
                .single();
    }

    @Override
    public boolean blocks(long blocker, long blocked) {
        return jdbc.sql(ACCEPTANCE).param("reader", blocker).param("writer", blocked)
                .query((row, n) -> row.getBoolean("blocked"))
                .single();
    }
}
