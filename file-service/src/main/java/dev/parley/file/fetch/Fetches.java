package dev.parley.file.fetch;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.parley.file.content.Sha256;
import dev.parley.platform.store.UtcColumn;

/** The table of jobs, as people use it. What nodes do with it is {@link FetchLeases}. */
@Repository
class Fetches {

    /** Index: fetches_newest. Without the hint the optimizer may walk the primary key backwards through everybody's jobs. */
    static final String PAGE = "SELECT " + FetchJob.COLUMNS + """
         FROM fetches FORCE INDEX (fetches_newest)
        WHERE owner_id = :owner AND id < :before ORDER BY id DESC LIMIT :limit""";
    /** Index: fetches_state. */
    static final String PAGE_OF_STATE = "SELECT " + FetchJob.COLUMNS + """
         FROM fetches FORCE INDEX (fetches_state)
        WHERE owner_id = :owner AND state = :state AND id < :before ORDER BY id DESC LIMIT :limit""";
    /** Index: fetches_request. */
    static final String OF_REQUEST = "SELECT " + FetchJob.COLUMNS + """
        FROM fetches WHERE owner_id = :owner AND request_key = :key""";
    /** Index: fetches_state. */
    static final String COUNT_OPEN = """
        SELECT COUNT(*) FROM fetches FORCE INDEX (fetches_state)
        WHERE owner_id = :owner AND state IN ('queued', 'running', 'paused', 'waiting')""";
    /** Index: fetches_newest. */
    static final String LOCK_SOME = "SELECT " + FetchJob.COLUMNS + """
        FROM fetches FORCE INDEX (fetches_newest) WHERE owner_id = :owner LIMIT :limit FOR UPDATE""";
    /** Index: fetches_ended. */
    static final String LONG_ENDED = "SELECT " + FetchJob.COLUMNS + """
        FROM fetches WHERE ended_at < :before ORDER BY ended_at LIMIT :limit""";
    /** Index: fetches_staging. */
    static final String STAGED = "SELECT staging_key FROM fetches WHERE staging_key IN (:keys)";
    /** Index: fetches_claims. */
    static final String CLAIMED = """
        SELECT COALESCE(SUM(COALESCE(size, received)), 0) FROM fetches FORCE INDEX (fetches_claims)
        WHERE owner_id = :owner AND staging_key > ''""";

    private final JdbcClient jdbc;
    private final Clock clock;

    Fetches(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What a person asks for. */
    record Wish(long id, long ownerId, FetchUrl url, String name, boolean nameGiven, long folderId,
            @Nullable Sha256 sha256, @Nullable String requestKey) {}

    /** @throws org.springframework.dao.DuplicateKeyException when the same request was made before */
    void add(Wish wish) {
        Sha256 declared = wish.sha256();
        jdbc.sql(
                """
                    INSERT INTO fetches (id, owner_id, request_key, url, name, name_given, folder_id, declared_sha256, state, due_at,
                                         created_at)
                    VALUES (:id, :owner, :key, :url, :name, :given, :folder, :declared, 'queued', UTC_TIMESTAMP(6), :now)
                    """)
                .param("id", wish.id()).param("owner", wish.ownerId()).param("key", wish.requestKey())
                .param("url", wish.url().toString()).param("name", wish.name()).param("given", wish.nameGiven())
                .param("folder", wish.folderId()).param("declared", declared == null ? null : declared.bytes())
                .param("now", UtcColumn.of(clock.instant())).update();
    }

    Optional<FetchJob> find(long id) {
        return jdbc.sql("SELECT " + FetchJob.COLUMNS + " FROM fetches WHERE id = :id").param("id", id)
                .query(FetchJob::read).optional();
    }

    Optional<FetchJob> ofRequest(long ownerId, String requestKey) {
        return jdbc.sql(OF_REQUEST).param("owner", ownerId).param("key", requestKey).query(FetchJob::read).optional();
    }

    /** Newest first. */
    List<FetchJob> page(long ownerId, Optional<FetchState> state, long before, int limit) {
        JdbcClient.StatementSpec query = state
                .map(only -> jdbc.sql(PAGE_OF_STATE).param("state", only.word())).orElseGet(() -> jdbc.sql(PAGE));
        return query.param("owner", ownerId).param("before", before).param("limit", limit).query(FetchJob::read)
                .list();
    }

    int countOpen(long ownerId) {
        return jdbc.sql(COUNT_OPEN).param("owner", ownerId).query(Integer.class).single();
    }

    /** False when it has ended, or is paused already. */
    boolean pause(long id) {
        return jdbc.sql("""
            UPDATE fetches SET state = 'paused', due_at = NULL, lease = lease + 1, node = NULL, speed = NULL
            WHERE id = :id AND state IN ('queued', 'waiting', 'running')
            """).param("id", id).update() == 1;
    }

    /** False when it runs or is queued already, or is done or cancelled. */
    boolean resume(long id) {
        return jdbc.sql("""
            UPDATE fetches SET ran_millis = IF(state = 'failed', 0, ran_millis), state = 'queued',
                   due_at = UTC_TIMESTAMP(6), failures = 0, error_code = NULL, error_detail = NULL, ended_at = NULL
            WHERE id = :id AND state IN ('paused', 'waiting', 'failed')
            """).param("id", id).update() == 1;
    }

    /** False when it has ended. */
    boolean cancel(long id) {
        return jdbc.sql("""
            UPDATE fetches SET state = 'cancelled', due_at = NULL, lease = lease + 1, node = NULL, speed = NULL,
                   staging_key = NULL, ended_at = :now
            WHERE id = :id AND state IN ('queued', 'waiting', 'running', 'paused')
            """).param("id", id).param("now", UtcColumn.of(clock.instant())).update() == 1;
    }

    void remove(long id) {
        jdbc.sql("DELETE FROM fetches WHERE id = :id").param("id", id).update();
    }

    /** Some jobs of a person, also those that are being added at this moment: it waits for their transactions. */
    List<FetchJob> lockSome(long ownerId, int limit) {
        return jdbc.sql(LOCK_SOME).param("owner", ownerId).param("limit", limit).query(FetchJob::read).list();
    }

    void removeOwner(long ownerId) {
        jdbc.sql("DELETE FROM fetch_owners WHERE owner_id = :owner").param("owner", ownerId).update();
    }

    /** Some of the jobs that ended before so long. */
    List<FetchJob> endedBefore(Duration age, int limit) {
        return jdbc.sql(LONG_ENDED).param("before", UtcColumn.of(clock.instant().minus(age))).param("limit", limit)
                .query(FetchJob::read).list();
    }

    /** Those of these keys that belong to jobs. */
    Set<String> staged(Collection<String> keys) {
        return Set.copyOf(jdbc.sql(STAGED).param("keys", keys).query(String.class).list());
    }

    /** How many bytes there will be of what a person's jobs have in the staging area. */
    long claimed(long ownerId) {
        return jdbc.sql(CLAIMED).param("owner", ownerId).query(Long.class).single();
    }
}
