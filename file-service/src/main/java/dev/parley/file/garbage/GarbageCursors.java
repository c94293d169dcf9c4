package dev.parley.file.garbage;

import java.time.Clock;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.parley.platform.store.UtcColumn;

/** How far each sweep has come, so that the next run goes on there, on whichever node. */
@Repository
class GarbageCursors {

    private final JdbcClient jdbc;
    private final Clock clock;

    GarbageCursors(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The last thing that was looked at; empty: the sweep begins anew. */
    Optional<String> find(String kind) {
        return jdbc.sql("SELECT after_key FROM garbage_cursors WHERE kind = :kind").param("kind", kind)
                .query(String.class).optional();
    }

    /** Notes the last thing that was looked at; null: the sweep came to its end. */
    void move(String kind, @Nullable String last) {
        if (last == null) {
            jdbc.sql("DELETE FROM garbage_cursors WHERE kind = :kind").param("kind", kind).update();
        } else {
            jdbc.sql("REPLACE INTO garbage_cursors (kind, after_key, moved_at) VALUES (:kind, :last, :now)")
                    .param("kind", kind).param("last", last).param("now", UtcColumn.of(clock.instant())).update();
        }
    }
}
