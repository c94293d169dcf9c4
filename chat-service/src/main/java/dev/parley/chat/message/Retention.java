package dev.parley.chat.message;

import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.settings.ChatSettings;

/**
 * Drops the months of messages that are wholly older than the retention, and then what refers to them, in small transactions. A lock lets only
 * one node do it at a time. Cut short, it goes on the next time where it stood.
 */
@Component
class Retention {

    /** Index: primary key of the one partition, from channel to channel. */
    static final String LAST_OF_EACH = """
        SELECT channel_id, MAX(version) FROM messages PARTITION (%s)
        WHERE channel_id > :after GROUP BY channel_id ORDER BY channel_id LIMIT 500""";

    /** Index: channels_to_clean. */
    static final String TO_CLEAN = """
        SELECT id, first_version FROM channels FORCE INDEX (channels_to_clean)
        WHERE cleaning_due = TRUE AND id > :after ORDER BY id LIMIT 100""";

    /** Index: message_ids_by_version. */
    static final String REMOVE_IDS = """
        DELETE FROM message_ids WHERE channel_id = :channel AND version < :below LIMIT :limit""";

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final RecentMessages recent;
    private final List<Traces> traces;
    private final Period retention;
    private final Clock clock;

    @Autowired
    Retention(JdbcClient jdbc, JdbcTemplate batches, RecentMessages recent, List<Traces> traces,
            ChatSettings settings) {
        this(jdbc, batches, recent, traces, settings.messages().retention(), Clock.systemUTC());
    }

    Retention(JdbcClient jdbc, JdbcTemplate batches, RecentMessages recent, List<Traces> traces,
            Period retention, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.recent = recent;
        this.traces = traces;
        this.retention = retention;
        this.clock = clock;
    }

    private record Dropped(long channelId, long version) {}

    /** Soon after the start, and every night. What was begun is ended also when nothing is to be dropped any more. */
    @Scheduled(initialDelay = 60_000)
    @Scheduled(cron = "0 47 3 * * *", zone = "UTC")
    @SchedulerLock(name = "message-retention", lockAtMostFor = "PT6H")
    void dropAndClean() {
        try {
            if (!retention.isZero()) {
                LocalDate keptFrom = LocalDate.now(clock.withZone(ZoneOffset.UTC)).minus(retention);
                MonthlyPartitions.existing(jdbc).stream()
                        .filter(month -> !month.plusMonths(1).atDay(1).isAfter(keptFrom))
                        .forEach(this::drop);
            }
            clean();
        } catch (DataAccessException | TransactionException e) {
            log.warn("old messages could not be dropped now; it goes on the next time: {}", e.toString());
        }
    }

    /** First every channel notes where its stream will begin, so that nobody asks for what is going; then the month goes at once. */
    private void drop(YearMonth month) {
        String lastOfEach = LAST_OF_EACH.formatted(MonthlyPartitions.name(month));
        long after = 0;
        List<Dropped> some = some(lastOfEach, after);
        while (!some.isEmpty()) {
            batches.batchUpdate("UPDATE channels SET first_version = GREATEST(first_version, ?) WHERE id = ?",
                    some.stream().map(last -> new Object[]{last.version() + 1, last.channelId()}).toList());
            after = some.getLast().channelId();
            some = some(lastOfEach, after);
        }
        jdbc.sql("ALTER TABLE messages DROP PARTITION " + MonthlyPartitions.name(month)).update();
        log.info("dropped the messages of {}", month);
    }

    private List<Dropped> some(String sql, long after) {
        return jdbc.sql(sql).param("after", after)
                .query((row, n) -> new Dropped(row.getLong(1), row.getLong(2)))
                .list();
    }

    private void clean() {
        long after = 0;
        List<Dropped> some = some(TO_CLEAN, after);
        while (!some.isEmpty()) {
            some.forEach(channel -> clean(channel.channelId(), channel.version()));
            after = some.getLast().channelId();
            some = some(TO_CLEAN, after);
        }
    }

    private void clean(long channelId, long first) {
        recent.forget(channelId);
        int removed;
        do {
            removed = jdbc.sql(REMOVE_IDS).param("channel", channelId).param("below", first).param("limit", BATCH)
                    .update();
        } while (removed > 0);
        traces.forEach(some -> some.removeAll(channelId, first));
        jdbc.sql("UPDATE channels SET cleaned_version = GREATEST(cleaned_version, ?) WHERE id = ?")
                .params(first, channelId).update();
    }
}
