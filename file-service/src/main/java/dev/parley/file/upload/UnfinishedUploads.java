package dev.parley.file.upload;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.parley.file.content.Sha256;
import dev.parley.platform.store.UtcColumn;

/** Finds what somebody has begun to upload and has not finished. */
@Repository
class UnfinishedUploads {

    /** By index in the order of the page; what is asked for is looked at in the rows, a person having few that are unfinished. */
    static final String PAGE = Uploads.SELECT + """
        FORCE INDEX (uploads_unfinished)
        WHERE owner_id = :owner AND status = 'open' AND id < :below AND used_by IS NULL AND expires_at > :now
          AND (:name IS NULL OR name = :name) AND (:size IS NULL OR length = :size)
          AND (:sha256 IS NULL OR declared_sha256 = :sha256)
        ORDER BY id DESC LIMIT :limit
        """;

    private final JdbcClient jdbc;
    private final Clock clock;

    UnfinishedUploads(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What is looked for; what is empty does not matter. */
    record Filter(Optional<String> name, OptionalLong size, Optional<Sha256> sha256) {}

    /** The newest ones below an id. */
    List<Upload> page(long ownerId, Filter filter, long below, int limit) {
        return jdbc.sql(PAGE).param("owner", ownerId).param("below", below).param("limit", limit)
                .param("now", UtcColumn.of(clock.instant())).param("name", filter.name().orElse(null))
                .param("size", filter.size().isPresent() ? filter.size().getAsLong() : null)
                .param("sha256", filter.sha256().map(Sha256::bytes).orElse(null)).query(Uploads::read).list();
    }
}
