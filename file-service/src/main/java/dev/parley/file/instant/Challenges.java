package dev.parley.file.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.FileProblem;
import dev.parley.file.account.AccountPart;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.store.UtcColumn;

/** The table of open challenges. */
@Repository
class Challenges implements AccountPart {

    private static final int BATCH = 1_000;
    /** Index: instant_challenges_owner. */
    static final String COUNT_OPEN = """
        SELECT COUNT(*) FROM (SELECT 1 FROM instant_challenges FORCE INDEX (instant_challenges_owner)
                              WHERE owner_id = :owner AND expires_at > :now LIMIT :limit) open""";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DeletedAccounts deletedAccounts;
    private final InstantSettings settings;

    Challenges(JdbcClient jdbc, Clock clock, DeletedAccounts deletedAccounts, InstantSettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deletedAccounts = deletedAccounts;
        this.settings = settings;
    }

    /**
     * Opens a challenge.
     *
     * @throws ProblemException when the account of who asks was deleted, or has too many open ones (429); those that are opened at the
     *         same moment do not see each other
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void add(Challenge challenge) {
        jdbc.sql("""
            INSERT INTO instant_challenges
              (id, owner_id, unique_file_id, nonce, ranges, folder_id, name, media_type, expires_at)
            VALUES (:id, :owner, :content, :nonce, :ranges, :folder, :name, :mediaType, :expires)
            """)
                .param("id", challenge.id()).param("owner", challenge.ownerId())
                .param("content", challenge.contentId()).param("nonce", challenge.nonce())
                .param("ranges", ChallengeRange.write(challenge.ranges())).param("folder", challenge.folderId())
                .param("name", challenge.name())
                .param("mediaType", challenge.mediaType()).param("expires", UtcColumn.of(challenge.expiresAt()))
                .update();
        deletedAccounts.refuse(challenge.ownerId());
        int open = jdbc.sql(COUNT_OPEN).param("owner", challenge.ownerId()).param("now", UtcColumn.of(clock.instant()))
                .param("limit", settings.mostOpen() + 1).query(Integer.class).single();
        if (open > settings.mostOpen()) {
            throw new ProblemException(FileProblem.TOO_MANY_REQUESTS,
                    "at most " + settings.mostOpen() + " challenges may be open").retryAfter(
                            settings.challengeLifetime());
        }
    }

    /** Takes a challenge of this person, once: it is gone in the same statement, whatever the answer will be worth. */
    Optional<Challenge> take(long id, long ownerId) {
        return jdbc.sql("""
            DELETE FROM instant_challenges WHERE id = :id AND owner_id = :owner
            RETURNING id, owner_id, unique_file_id, nonce, ranges, folder_id, name, media_type,
                      expires_at
            """)
                .param("id", id).param("owner", ownerId).query(Challenges::read).optional()
                .filter(challenge -> clock.instant().isBefore(challenge.expiresAt()));
    }

    /** Harmless on several nodes at once. */
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT20S")
    void removeExpired() {
        jdbc.sql("DELETE FROM instant_challenges WHERE expires_at <= :now LIMIT :limit")
                .param("now", UtcColumn.of(clock.instant())).param("limit", BATCH).update();
    }

    @Override
    public int removeSome(long userId, int limit) {
        return jdbc.sql("DELETE FROM instant_challenges WHERE owner_id = :owner LIMIT :limit")
                .param("owner", userId).param("limit", limit).update();
    }

    private static Challenge read(ResultSet row, int number) throws SQLException {
        return new Challenge(row.getLong("id"), row.getLong("owner_id"), row.getLong("unique_file_id"),
                row.getBytes("nonce"), ChallengeRange.read(row.getString("ranges")),
                row.getLong("folder_id"), row.getString("name"),
                row.getString("media_type"), UtcColumn.read(row, "expires_at"));
    }
}
