package dev.parley.file.fetch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.store.UtcColumn;

/**
 * A job as it stands.
 *
 * @param id its id
 * @param ownerId whose it is
 * @param url what is fetched
 * @param name the name that the file will have, as far as it is known
 * @param folderId where it will be
 * @param state its state
 * @param received how many bytes are here
 * @param size how many there will be, null while that is unknown
 * @param speed bytes a second, null unless it runs
 * @param attempts how often it was begun
 * @param error why it did not get on the last time
 * @param errorDetail the same for people
 * @param fileId the file, null until there is one
 * @param stagingKey its staged bytes, null when there are none
 * @param createdAt when it was asked for
 * @param dueAt when it is tried next, or its lease ends
 */
record FetchJob(long id, long ownerId, String url, String name, long folderId, FetchState state, long received,
        @Nullable Long size, @Nullable Long speed, int attempts, @Nullable String error, @Nullable String errorDetail,
        @Nullable Long fileId, @Nullable String stagingKey, Instant createdAt, @Nullable Instant dueAt) {

    static final String COLUMNS = """
        id, owner_id, url, name, folder_id, state, received, size, speed, attempts, error_code, error_detail, file_id,
        staging_key, created_at, due_at
        """;

    static FetchJob read(ResultSet row, int number) throws SQLException {
        return new FetchJob(row.getLong("id"), row.getLong("owner_id"), row.getString("url"), row.getString("name"),
                row.getLong("folder_id"), FetchState.named(row.getString("state")).orElseThrow(),
                row.getLong("received"), longOrNull(row, "size"), longOrNull(row, "speed"), row.getInt("attempts"),
                row.getString("error_code"), row.getString("error_detail"), longOrNull(row, "file_id"),
                row.getString("staging_key"), UtcColumn.read(row, "created_at"),
                UtcColumn.readOptional(row, "due_at").orElse(null));
    }

    Optional<String> staged() {
        return Optional.ofNullable(stagingKey);
    }

    static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
