package dev.parley.file.drive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Finds files and folders of one person by a part of their name, newest first, without regard to upper and lower case. It goes through the
 * person's names in an index that has nothing else, some tens of thousands at a time, and no further in one request than its bound: then the
 * page says where to go on, even if it is empty.
 */
@Repository
class Search {

    /** How many names are looked at by one query. */
    static final int WINDOW = 50_000;
    /** How many windows one request looks through. */
    private static final int WINDOWS = 10;

    /** Index: user_files_search, and nothing but the index. */
    static final String WINDOW_END = """
        SELECT id FROM user_files FORCE INDEX (user_files_search)
        WHERE owner_id = :owner AND id < :before ORDER BY id DESC LIMIT 1 OFFSET :window""";
    /** Index: user_files_search, and nothing but the index. */
    static final String MATCHES = """
        SELECT id FROM user_files FORCE INDEX (user_files_search)
        WHERE owner_id = :owner AND id < :before AND id >= :end AND name LIKE :pattern ESCAPE '!'
        ORDER BY id DESC LIMIT :limit""";

    private final JdbcClient jdbc;
    private final Folders folders;
    private final int window;

    @Autowired
    Search(JdbcClient jdbc, Folders folders) {
        this(jdbc, folders, WINDOW);
    }

    Search(JdbcClient jdbc, Folders folders, int window) {
        this.jdbc = jdbc;
        this.folders = folders;
        this.window = window;
    }

    /** What was found, and the id below which to go on; null when all was looked at. */
    record Found(List<UserFile> entries, @Nullable Long next) {}

    /** The next entries whose name contains the text; what is in the trash is not among them. */
    Found find(long ownerId, String text, long beforeId, int limit) {
        String pattern = "%" + text.replaceAll("[!%_]", "!$0") + "%";
        Map<Long, Boolean> live = new HashMap<>();
        List<UserFile> found = new ArrayList<>();
        long before = beforeId;
        for (int windows = 0; windows < WINDOWS;) {
            long end = jdbc.sql(WINDOW_END).param("owner", ownerId).param("before", before).param("window", window - 1)
                    .query(Long.class).optional().orElse(0L);
            List<@Nullable Long> matches = jdbc.sql(MATCHES).param("owner", ownerId).param("before", before)
                    .param("end", end)
                    .param("pattern", pattern).param("limit", limit).query(Long.class).list();
            for (Long match : matches) {
                long id = Objects.requireNonNull(match);
                before = id;
                entry(id, ownerId, live).ifPresent(found::add);
                if (found.size() == limit) {
                    return new Found(found, before);
                }
            }
            if (matches.size() < limit) { // the window has no more
                if (end == 0) {
                    return new Found(found, null);
                }
                before = end;
            }
            windows++;
        }
        return new Found(found, before);
    }

    private Optional<UserFile> entry(long id, long ownerId, Map<Long, Boolean> live) {
        return jdbc.sql(EntryRows.BY_ID).param("id", id).query(EntryRows::read).optional()
                .filter(entry -> live.computeIfAbsent(entry.folderId(),
                        folder -> folders.depth(ownerId, folder).isPresent()));
    }
}
