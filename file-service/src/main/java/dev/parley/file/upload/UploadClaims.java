package dev.parley.file.upload;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.file.drive.SpaceClaims;

/**
 * The room that open uploads need: their length, or what has come of them while that is not known. A partial upload that is used counts
 * with its final one.
 */
@Component
class UploadClaims implements SpaceClaims {

    static final String CLAIMED = """
        SELECT COALESCE(SUM(IF(length < 0, reserved, length)), 0) FROM uploads FORCE INDEX (uploads_unfinished)
        WHERE owner_id = :owner AND status = 'open' AND used_by IS NULL
        """;

    private final JdbcClient jdbc;

    UploadClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long claimedBy(long ownerId) {
        return jdbc.sql(CLAIMED).param("owner", ownerId).query(Long.class).single();
    }
}
