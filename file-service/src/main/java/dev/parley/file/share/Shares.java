package dev.parley.file.share;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.account.AccountPart;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.platform.store.UtcColumn;

/** The table of share links. All is read from the primary: a link that was taken back opens nothing from that moment on. */
@Repository
class Shares implements AccountPart {

    private static final String COLUMNS = """
        SELECT s.id, s.user_file_id, s.created_by, s.password_hash, s.expires_at, s.max_downloads, s.channel_id, s.downloads,
          s.created_at""";
    /** Index: shares_token. */
    static final String BY_TOKEN = COLUMNS
            + " FROM shares s FORCE INDEX (shares_token) WHERE s.token_hash IN (:open, :withTerms) AND s.revoked_at IS NULL";
    /** Index: shares_creator, in its order, then the primary key of user_files: links to files that are no more are left out. */
    static final String PAGE = COLUMNS + """
        , f.name FROM shares s FORCE INDEX (shares_creator) JOIN user_files f ON f.id = s.user_file_id
        WHERE s.created_by = :creator AND s.id < :before AND s.revoked_at IS NULL ORDER BY s.id DESC LIMIT :limit""";
    /** Index: shares_file, in its order, then the primary key of user_files. */
    static final String PAGE_OF_FILE = COLUMNS + """
        , f.name FROM shares s FORCE INDEX (shares_file) JOIN user_files f ON f.id = s.user_file_id
        WHERE s.user_file_id = :file AND s.created_by = :creator AND s.id < :before AND s.revoked_at IS NULL
        ORDER BY s.id DESC LIMIT :limit""";
    /** Index: the primary key. */
    static final String MADE_BY = "SELECT 1 FROM shares WHERE id = :id AND created_by = :creator";
    /** Index: the primary key. The token is forgotten, so that no version of this service opens it any more. */
    static final String REVOKE = """
        UPDATE shares SET revoked_at = :now, token_hash = RANDOM_BYTES(32)
        WHERE id = :id AND created_by = :creator AND revoked_at IS NULL""";
    /** Index: shares_creator. */
    static final String LOCK_ONE = "SELECT id FROM shares WHERE created_by = :creator ORDER BY id LIMIT 1 FOR UPDATE";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DeletedAccounts deletedAccounts;
    private final Visits visits;

    Shares(JdbcClient jdbc, Clock clock, DeletedAccounts deletedAccounts, Visits visits) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deletedAccounts = deletedAccounts;
        this.visits = visits;
    }

    /** Makes a link, unless the account of who asks was deleted. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void add(ShareToken token, Share share) {
        ShareTerms terms = share.terms();
        Instant expiresAt = terms.expiresAt();
        jdbc.sql(
                """
                    INSERT INTO shares (id, token_hash, user_file_id, created_by, created_at, password_hash, expires_at, max_downloads,
                      channel_id)
                    VALUES (:id, :hash, :file, :creator, :now, :password, :expires, :most, :channel)
                    """)
                .param("id", share.id()).param("hash", terms.areNone() ? token.digest() : token.digestWithTerms())
                .param("file", share.fileId()).param("creator", share.createdBy())
                .param("now", UtcColumn.of(share.createdAt())).param("password", terms.passwordHash())
                .param("expires", expiresAt == null ? null : UtcColumn.of(expiresAt))
                .param("most", terms.maxDownloads()).param("channel", terms.channelId()).update();
        deletedAccounts.refuse(share.createdBy());
    }

    /** The link with this token, unless it was taken back. */
    Optional<Share> find(ShareToken token) {
        return jdbc.sql(BY_TOKEN).param("open", token.digest()).param("withTerms", token.digestWithTerms())
                .query((row, number) -> read(row)).optional();
    }

    /** A link and the name of its file. */
    record Listed(Share share, String fileName) {}

    /** Links of a person that stand, newest first, below an id; of one file only if that is given. */
    List<Listed> page(long creatorId, @Nullable Long fileId, long beforeId, int limit) {
        return jdbc.sql(fileId == null ? PAGE : PAGE_OF_FILE).param("creator", creatorId).param("file", fileId)
                .param("before", beforeId).param("limit", limit)
                .query((row, number) -> new Listed(read(row), row.getString("name"))).list();
    }

    /** Whether this person made the link, taken back or not. */
    boolean isMadeBy(long id, long creatorId) {
        return jdbc.sql(MADE_BY).param("id", id).param("creator", creatorId).query(Integer.class).optional()
                .isPresent();
    }

    /** Takes a link back: it opens nothing from now on. False when there is no such link of this person. */
    boolean revoke(long id, long creatorId) {
        return jdbc.sql(REVOKE).param("now", UtcColumn.of(clock.instant())).param("id", id)
                .param("creator", creatorId).update() == 1;
    }

    /** Removes a person's links one by one, each after what is known of its visits. */
    @Override
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public int removeSome(long userId, int limit) {
        Optional<Long> one = jdbc.sql(LOCK_ONE).param("creator", userId).query(Long.class).optional();
        return one.map(share -> {
            int visitors = visits.removeOf(share, limit);
            return visitors > 0
                    ? visitors
                    : jdbc.sql("DELETE FROM shares WHERE id = :id").param("id", share).update();
        }).orElse(0);
    }

    private static Share read(ResultSet row) throws SQLException {
        int most = row.getInt("max_downloads");
        Integer maxDownloads = row.wasNull() ? null : most;
        long channel = row.getLong("channel_id");
        Long channelId = row.wasNull() ? null : channel;
        ShareTerms terms = new ShareTerms(row.getString("password_hash"),
                UtcColumn.readOptional(row, "expires_at").orElse(null), maxDownloads, channelId);
        return new Share(row.getLong("id"), row.getLong("user_file_id"), row.getLong("created_by"), terms,
                row.getInt("downloads"), UtcColumn.read(row, "created_at"));
    }
}
