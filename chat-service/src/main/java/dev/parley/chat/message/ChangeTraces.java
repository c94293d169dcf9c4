package dev.parley.chat.message;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes the current state of texts that are gone, and whom they mentioned. */
@Component
class ChangeTraces implements Traces {

    /** Index: primary key, each of them; of mentions mentions_by_entry. */
    static final List<String> REMOVE = List.of(
            "DELETE FROM message_edits WHERE channel_id = :channel AND target < :below LIMIT :limit",
            "DELETE FROM erased_messages WHERE channel_id = :channel AND version < :below LIMIT :limit",
            "DELETE FROM reactions WHERE channel_id = :channel AND target < :below LIMIT :limit",
            "DELETE FROM reaction_counts WHERE channel_id = :channel AND target < :below LIMIT :limit",
            "DELETE FROM mentions WHERE channel_id = :channel AND version < :below LIMIT :limit");

    private final JdbcClient jdbc;

    ChangeTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public int removeSome(long channelId, long below, int limit) {
        return REMOVE.stream()
                .mapToInt(sql -> jdbc.sql(sql).param("channel", channelId).param("below", below).param("limit", limit)
                        .update())
                .sum();
    }
}
