package dev.parley.file.processing;

import java.time.Clock;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.parley.file.blob.UnfinishedPut;
import dev.parley.file.content.UniqueFile;
import dev.parley.platform.store.UtcColumn;

/** The table of contents that are being stored in steps. All statements are by primary key. */
@Repository
class StoragePuts {

    private final JdbcClient jdbc;
    private final Clock clock;

    StoragePuts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<UnfinishedPut> find(long contentId) {
        return jdbc.sql("SELECT put_id, position FROM storage_puts WHERE unique_file_id = :id")
                .param("id", contentId).query((row, number) -> new UnfinishedPut(UniqueFile.blobKeyOf(contentId),
                        row.getString("put_id"), row.getLong("position")))
                .optional();
    }

    /** Notes a put that was begun; false when another one was first. */
    boolean add(long contentId, UnfinishedPut put) {
        return jdbc.sql("""
            INSERT IGNORE INTO storage_puts (unique_file_id, put_id, position, begun_at)
            VALUES (:content, :put, :position, :now)
            """)
                .param("content", contentId).param("put", put.id()).param("position", put.position())
                .param("now", UtcColumn.of(clock.instant())).update() == 1;
    }

    /** Notes that a put has come further; false when another worker was first, or the put is gone. */
    boolean advance(long contentId, UnfinishedPut before, UnfinishedPut after) {
        return jdbc.sql("""
            UPDATE storage_puts SET position = :after
            WHERE unique_file_id = :content AND put_id = :put AND position = :before
            """)
                .param("after", after.position()).param("content", contentId).param("put", before.id())
                .param("before", before.position()).update() == 1;
    }

    /** Forgets a put, if it is still the one of this content. */
    void remove(long contentId, UnfinishedPut put) {
        jdbc.sql("DELETE FROM storage_puts WHERE unique_file_id = :content AND put_id = :put")
                .param("content", contentId).param("put", put.id()).update();
    }
}
