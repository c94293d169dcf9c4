package dev.parley.file.fetch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.parley.file.content.Sha256;
import dev.parley.platform.store.UtcColumn;

/**
 * Which node works on which job. A node takes a job for some seconds, by the clock of the database, and says again and again that it is
 * still there; when it falls silent another one takes the job. Each taking has a number: whoever has an older one changes nothing
 * any more, as all changes ask for the number. The methods that answer with a boolean are false then.
 */
@Repository
class FetchLeases {

    /** Index: fetches_due. */
    static final String DUE = """
        SELECT id, owner_id, lease, state = 'running' AS held FROM fetches WHERE due_at <= UTC_TIMESTAMP(6) ORDER BY due_at LIMIT :limit""";
    /** Index: fetches_state. */
    static final String COUNT_RUNNING = """
        SELECT COUNT(*) FROM fetches FORCE INDEX (fetches_state)
        WHERE owner_id = :owner AND state = 'running' AND id <> :but""";
    /** Index: fetches_state. */
    static final String NEXT_IN_LINE = """
        SELECT id FROM fetches FORCE INDEX (fetches_state)
        WHERE owner_id = :owner AND state = 'queued' AND due_at IS NULL ORDER BY id LIMIT :limit""";

    private static final String HELD = " WHERE id = :id AND lease = :lease AND state = 'running'";
    private static final int LOOKED_AT = 10;
    private static final int ROUNDS = 10;

    private final JdbcClient jdbc;
    private final FetchTransactions transactions;
    private final FetchSettings settings;
    private final Clock clock;

    FetchLeases(JdbcClient jdbc, FetchTransactions transactions, FetchSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A job that this node works on.
     *
     * @param lease the number of this taking
     * @param takenOver whether a node had it that fell silent
     */
    record Claim(long id, long ownerId, long lease, boolean takenOver, String url, String name, boolean nameGiven,
            String mediaType, long folderId, @Nullable Sha256 sha256, @Nullable String stagingKey,
            @Nullable String validator,
            @Nullable Long size, int failures, Duration ran) {}

    private record Due(long id, long ownerId, long lease, boolean held) {}

    /** Takes a job that is due, if there is one. A person's jobs beyond the limit are set aside until one of theirs ends. */
    Optional<Claim> claimNext(String node) {
        for (int round = 0; round < ROUNDS; round++) {
            List<Due> due = jdbc.sql(DUE).param("limit", LOOKED_AT).query((row, number) -> new Due(row.getLong("id"),
                    row.getLong("owner_id"), row.getLong("lease"), row.getBoolean("held"))).list();
            if (due.isEmpty()) {
                return Optional.empty();
            }
            for (Due job : due) {
                Optional<Claim> claim = transactions.of(job.ownerId(), () -> claim(job, node));
                if (claim.isPresent()) {
                    return claim;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Claim> claim(Due job, String node) {
        int running = jdbc.sql(COUNT_RUNNING).param("owner", job.ownerId()).param("but", job.id())
                .query(Integer.class).single();
        if (running >= settings.perPerson()) {
            jdbc.sql("""
                UPDATE fetches FORCE INDEX (fetches_state) SET due_at = NULL, state = 'queued'
                WHERE owner_id = :owner AND state IN ('queued', 'waiting') AND due_at <= UTC_TIMESTAMP(6)
                """).param("owner", job.ownerId()).update();
            return Optional.empty();
        }
        // Assignments are made from left to right: whether it was running is asked before it is.
        boolean taken = jdbc
                .sql("""
                    UPDATE fetches SET failures = failures + (state = 'running'), node = :node, state = 'running', lease = lease + 1,
                           attempts = attempts + 1, due_at = UTC_TIMESTAMP(6) + INTERVAL :micros MICROSECOND
                    WHERE id = :id AND lease = :lease AND due_at <= UTC_TIMESTAMP(6)
                    """)
                .param("node", node).param("micros", leaseMicros()).param("id", job.id()).param("lease", job.lease())
                .update() == 1;
        return taken
                ? jdbc.sql("SELECT * FROM fetches WHERE id = :id").param("id", job.id())
                        .query((row, number) -> read(row, job.held())).optional()
                : Optional.empty();
    }

    /** Lets jobs of a person run that were set aside, as many as there is room for; within a transaction of theirs. */
    void admitNext(long ownerId) {
        int running = jdbc.sql(COUNT_RUNNING).param("owner", ownerId).param("but", 0).query(Integer.class).single();
        int room = settings.perPerson() - running;
        if (room > 0) {
            List<Long> next = jdbc.sql(NEXT_IN_LINE).param("owner", ownerId).param("limit", room)
                    .query((row, number) -> row.getLong("id")).list();
            if (!next.isEmpty()) {
                jdbc.sql("UPDATE fetches SET due_at = UTC_TIMESTAMP(6) WHERE id IN (:ids)").param("ids", next).update();
            }
        }
    }

    /** Says that the node is still there, and how far it has come. */
    boolean beat(Claim claim, long received, long speed, Duration ran) {
        return held("""
            UPDATE fetches SET due_at = UTC_TIMESTAMP(6) + INTERVAL :micros MICROSECOND, received = :received,
                   speed = :speed, ran_millis = :ran""", claim)
                .param("micros", leaseMicros()).param("received", received).param("speed", speed)
                .param("ran", ran.toMillis()).update() == 1;
    }

    /** Notes what the server said of the content whose bytes are going to be staged under this key. */
    boolean learn(Claim claim, String stagingKey, SourceContent content, String name) {
        OptionalLong size = content.size();
        return held(
                """
                    UPDATE fetches SET staging_key = :key, validator = :validator, size = :size, media_type = :type, name = :name,
                           received = :received, error_code = NULL, error_detail = NULL""",
                claim)
                .param("key", stagingKey).param("validator", content.validator().orElse(null))
                .param("size", size.isPresent() ? size.getAsLong() : null).param("type", content.mediaType())
                .param("name", name).param("received", content.offset()).update() == 1;
    }

    /** Gives a job back that is fine, since this node shuts down. */
    boolean giveBack(Claim claim, long received, Duration ran) {
        return held("""
            UPDATE fetches SET state = 'queued', due_at = UTC_TIMESTAMP(6), node = NULL, speed = NULL,
                   received = :received, ran_millis = :ran""", claim)
                .param("received", received).param("ran", ran.toMillis()).update() == 1;
    }

    /** Notes a failure; after the pause it is tried again. */
    boolean postpone(Claim claim, FetchFailedException failure, int failures, Duration pause, long received,
            Duration ran) {
        return held("""
            UPDATE fetches SET state = 'waiting', due_at = UTC_TIMESTAMP(6) + INTERVAL :micros MICROSECOND, node = NULL,
                   speed = NULL, failures = :failures, error_code = :code, error_detail = :detail, received = :received,
                   ran_millis = :ran""", claim)
                .param("micros", micros(pause)).param("failures", failures)
                .param("code", failure.trouble().code()).param("detail", failure.detail())
                .param("received", received).param("ran", ran.toMillis()).update() == 1;
    }

    /** Gives a job up. Its staged bytes stay its own. */
    boolean fail(Claim claim, FetchFailedException failure, long received, Duration ran) {
        return held("""
            UPDATE fetches SET state = 'failed', due_at = NULL, node = NULL, speed = NULL, error_code = :code,
                   error_detail = :detail, received = :received, ran_millis = :ran, ended_at = :now""", claim)
                .param("code", failure.trouble().code()).param("detail", failure.detail())
                .param("received", received).param("ran", ran.toMillis())
                .param("now", UtcColumn.of(clock.instant())).update() == 1;
    }

    /** Takes the staged bytes away from a job that cannot go on with them; what they were called. */
    Optional<String> takeStaged(long id) {
        Optional<String> key = jdbc.sql("SELECT staging_key FROM fetches WHERE id = :id AND staging_key IS NOT NULL")
                .param("id", id).query(String.class).optional();
        key.ifPresent(
                staged -> jdbc.sql("UPDATE fetches SET staging_key = NULL WHERE id = :id").param("id", id).update());
        return key;
    }

    /** All bytes are here; from now on they belong to a content. */
    boolean finish(Claim claim, long size, long fileId) {
        return held(
                """
                    UPDATE fetches SET state = 'done', due_at = NULL, node = NULL, speed = NULL, staging_key = NULL, size = :size,
                           received = :size, file_id = :file, error_code = NULL, error_detail = NULL, ended_at = :now""",
                claim)
                .param("size", size).param("file", fileId).param("now", UtcColumn.of(clock.instant())).update() == 1;
    }

    private JdbcClient.StatementSpec held(String update, Claim claim) {
        return jdbc.sql(update + HELD).param("id", claim.id()).param("lease", claim.lease());
    }

    private long leaseMicros() {
        return micros(settings.lease());
    }

    private static long micros(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }

    private static Claim read(ResultSet row, boolean takenOver) throws SQLException {
        byte[] declared = row.getBytes("declared_sha256");
        return new Claim(row.getLong("id"), row.getLong("owner_id"), row.getLong("lease"), takenOver,
                row.getString("url"),
                row.getString("name"), row.getBoolean("name_given"), row.getString("media_type"),
                row.getLong("folder_id"),
                declared == null ? null : Sha256.of(declared), row.getString("staging_key"),
                row.getString("validator"), FetchJob.longOrNull(row, "size"), row.getInt("failures"),
                Duration.ofMillis(row.getLong("ran_millis")));
    }
}
