package dev.parley.chat.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;

/**
 * Channels that are gone. With its row a channel is lost to everybody at once; what it held is removed afterwards, in pieces, by one node at a
 * time, and the note of that is in the store: whoever dies in between, another goes on.
 */
@Component
class RemovedChannels {

    private static final Logger log = LoggerFactory.getLogger(RemovedChannels.class);
    private static final int PIECE = 500;
    private static final int CHANNELS_AT_ONCE = 100;
    private static final Duration LONGEST_RUN = Duration.ofSeconds(30); // far below what the lock is held for
    private static final Duration NOTES_STAY = Duration.ofDays(7);

    /** Index: removed_channels_by_state, in its order. */
    static final String TO_EMPTY = """
        SELECT channel_id FROM removed_channels WHERE emptied = FALSE ORDER BY removed_at, channel_id LIMIT :limit""";

    /** Index: removed_channels_by_state. */
    static final String FORGET = """
        DELETE FROM removed_channels WHERE emptied = TRUE AND removed_at < :before LIMIT :limit""";

    private final JdbcClient jdbc;
    private final List<ChannelContents> contents;

    RemovedChannels(JdbcClient jdbc, List<ChannelContents> contents) {
        this.jdbc = jdbc;
        this.contents = List.copyOf(contents);
    }

    /** Removes a channel whose row the caller has locked, in the caller's transaction. */
    void remove(long channelId) {
        jdbc.sql("INSERT INTO removed_channels (channel_id, removed_at) VALUES (?, ?)")
                .params(channelId, UtcColumn.of(Instant.now())).update();
        for (String table : List.of("direct_channels", "saved_channels", "group_requests")) {
            jdbc.sql("DELETE FROM " + table + " WHERE channel_id = ?").param(channelId).update();
        }
        jdbc.sql("DELETE FROM channels WHERE id = ?").param(channelId).update();
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    @SchedulerLock(name = "removed-channels", lockAtMostFor = "PT2M")
    void emptySome() {
        try {
            Instant end = Instant.now().plus(LONGEST_RUN);
            for (long channelId : jdbc.sql(TO_EMPTY).param("limit", CHANNELS_AT_ONCE).query(Long.class).list()) {
                if (!isEmptied(channelId, end)) {
                    return;
                }
                jdbc.sql("UPDATE removed_channels SET emptied = TRUE WHERE channel_id = ?").param(channelId).update();
                log.info("the contents of channel {} are removed", Ids.format(channelId));
            }
            jdbc.sql(FORGET).param("before", UtcColumn.of(Instant.now().minus(NOTES_STAY)))
                    .param("limit", CHANNELS_AT_ONCE).update();
        } catch (DataAccessException | TransactionException e) {
            log.warn("contents of removed channels stay for now: {}", e.toString());
        }
    }

    private boolean isEmptied(long channelId, Instant end) {
        for (ChannelContents some : contents) {
            while (some.removeSome(channelId, PIECE) > 0) {
                if (Instant.now().isAfter(end)) {
                    return false; // the next run goes on, on whichever node
                }
            }
        }
        return true;
    }
}
