package dev.parley.file.upload;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Numbers of leases in the database: the way that is always there, and the slower one. */
@Repository
class LeaseRows {

    private final JdbcClient jdbc;

    LeaseRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Gives the next number: the time in microseconds, as in Redis, so that numbers from both can be compared. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    long raise(long uploadId) {
        jdbc.sql("""
            UPDATE uploads SET lease = GREATEST(lease + 1, FLOOR(UNIX_TIMESTAMP(NOW(6)) * 1000000)) WHERE id = :id
            """).param("id", uploadId).update();
        return jdbc.sql("SELECT lease FROM uploads WHERE id = :id").param("id", uploadId).query(Long.class).optional()
                .orElseThrow(() -> UploadService.notFound(uploadId));
    }

    void tell(long uploadId, long number) {
        jdbc.sql("UPDATE uploads SET lease = :number WHERE id = :id AND lease < :number").param("number", number)
                .param("id", uploadId).update();
    }

    Map<Long, Long> told(Collection<Long> uploadIds) {
        Map<Long, Long> told = new HashMap<>();
        jdbc.sql("SELECT id, lease FROM uploads WHERE id IN (:ids) AND lease > 0").param("ids", uploadIds)
                .query(row -> {
                    told.put(row.getLong("id"), row.getLong("lease"));
                });
        return told;
    }
}
