package dev.parley.file.drive;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import dev.parley.file.content.ContentImage;
import dev.parley.file.content.Sha256;
import dev.parley.platform.store.UtcColumn;

/** How rows of {@code user_files f LEFT JOIN unique_files u} are read. */
final class EntryRows {

    static final String COLUMNS = """
        SELECT f.id, f.owner_id, f.kind, f.folder_id, f.name, f.media_type, f.size, f.unique_file_id, u.sha256,
               f.status, f.status_reason, f.created_at, f.modified_at, f.revision,
               u.image_width, u.image_height, u.thumbnail_type
        """;

    /** Index: the primary keys. */
    static final String BY_ID = COLUMNS + """
        FROM user_files f LEFT JOIN unique_files u ON u.id = f.unique_file_id
        WHERE f.id = :id AND f.status <> 'deleted'""";

    /** Index: the primary keys. Also what is outside of the drive. */
    static final String ANYWHERE = COLUMNS + """
        FROM user_files f LEFT JOIN unique_files u ON u.id = f.unique_file_id WHERE f.id = :id""";

    private EntryRows() {}

    static UserFile read(ResultSet row, int number) throws SQLException {
        byte[] digest = row.getBytes("sha256");
        return new UserFile(row.getLong("id"), row.getLong("owner_id"), EntryKind.ofNumber(row.getInt("kind")),
                row.getLong("folder_id"), row.getString("name"), row.getString("media_type"), row.getLong("size"),
                longOrNull(row, "unique_file_id"), digest == null ? null : Sha256.of(digest),
                FileStatus.ofWord(row.getString("status")), row.getString("status_reason"),
                UtcColumn.read(row, "created_at"), UtcColumn.read(row, "modified_at"), row.getInt("revision"),
                picture(row));
    }

    private static @Nullable ContentImage picture(ResultSet row) throws SQLException {
        String type = row.getString("thumbnail_type");
        return type == null ? null : new ContentImage(row.getInt("image_width"), row.getInt("image_height"), type);
    }

    static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
