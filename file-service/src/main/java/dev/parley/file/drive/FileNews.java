package dev.parley.file.drive;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.event.FileEvents;
import dev.parley.platform.id.Ids;

/** Tells people, as an event {@code file}, how their files stand after a transaction that changed that. */
@Component
public class FileNews {

    private static final String TYPE = "file";
    /** A content that more files refer to than this changes silently for the rest of them. */
    private static final int MOST = 100;

    /** Index: user_files_content. */
    static final String FILES_OF = "SELECT id FROM user_files WHERE unique_file_id = :content LIMIT :most";

    private final JdbcClient jdbc;
    private final FileEvents events;

    FileNews(JdbcClient jdbc, FileEvents events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * The event's data.
     *
     * @param id the file
     * @param status as in the drive
     * @param statusReason why it is in that state, where that needs saying
     * @param stored whether its content is in the blob store; missing when that was not looked up
     */
    record State(String id, String status, @Nullable String statusReason, @Nullable Boolean stored) {}

    /** Tells its owner of a file that is added in this transaction: their other devices do not know it. */
    void tellOfNew(NewUserFile file) {
        events.publish(file.ownerId(), TYPE, new State(Ids.format(file.id()), file.status().word(), null, null));
    }

    /** The files that refer to a content now. */
    public List<Long> filesOf(long contentId) {
        return jdbc.sql(FILES_OF).param("content", contentId).param("most", MOST)
                .query((row, number) -> row.getLong("id")).list();
    }

    /** Tells the owners of these files how they stand, once the transaction is committed; what is deleted is passed over. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(Collection<Long> files) {
        if (files.isEmpty()) {
            return;
        }
        jdbc.sql("""
            SELECT f.owner_id, f.id, f.status, f.status_reason, u.place
            FROM user_files f LEFT JOIN unique_files u ON u.id = f.unique_file_id
            WHERE f.id IN (:ids) AND f.status <> 'deleted'
            """)
                .param("ids", files).query(row -> {
                    State state = new State(Ids.format(row.getLong("id")), row.getString("status"),
                            row.getString("status_reason"), "stored".equals(row.getString("place")));
                    events.publish(row.getLong("owner_id"), TYPE, state);
                });
    }
}
