package dev.parley.file.share;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.account.AccountPart;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;

/** The table of share links. */
@Repository
class Shares implements AccountPart {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DeletedAccounts deletedAccounts;

    Shares(JdbcClient jdbc, Clock clock, DeletedAccounts deletedAccounts) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deletedAccounts = deletedAccounts;
    }

    /** Makes a link, unless the account of who asks was deleted; when that was. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    Instant add(ShareToken token, long fileId, long createdBy) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        jdbc.sql("""
            INSERT INTO shares (id, token_hash, user_file_id, created_by, created_at)
            VALUES (:id, :hash, :file, :creator, :now)
            """)
                .param("id", Ids.next()).param("hash", token.digest()).param("file", fileId)
                .param("creator", createdBy).param("now", UtcColumn.of(now)).update();
        deletedAccounts.refuse(createdBy);
        return now;
    }

    @Override
    public int removeSome(long userId, int limit) {
        return jdbc.sql("DELETE FROM shares WHERE created_by = :creator LIMIT :limit")
                .param("creator", userId).param("limit", limit).update();
    }

    /** The file behind a link. */
    Optional<Long> fileOf(ShareToken token) {
        return jdbc.sql("SELECT user_file_id FROM shares WHERE token_hash = :hash")
                .param("hash", token.digest()).query(Long.class).optional();
    }
}
