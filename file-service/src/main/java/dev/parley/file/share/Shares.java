package dev.parley.file.share;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.parley.file.time.UtcColumn;
import dev.parley.platform.id.Ids;

/** The table of share links. */
@Repository
class Shares {

    private final JdbcClient jdbc;
    private final Clock clock;

    Shares(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Makes a link; when that was. */
    Instant add(ShareToken token, long fileId, long createdBy) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        jdbc.sql("""
            INSERT INTO shares (id, token_hash, user_file_id, created_by, created_at)
            VALUES (:id, :hash, :file, :creator, :now)
            """)
                .param("id", Ids.next()).param("hash", token.digest()).param("file", fileId)
                .param("creator", createdBy).param("now", UtcColumn.of(now)).update();
        return now;
    }

    /** The file behind a link. */
    Optional<Long> fileOf(ShareToken token) {
        return jdbc.sql("SELECT user_file_id FROM shares WHERE token_hash = :hash")
                .param("hash", token.digest()).query(Long.class).optional();
    }
}
