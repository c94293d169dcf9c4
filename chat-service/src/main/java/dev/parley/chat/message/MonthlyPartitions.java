package dev.parley.chat.message;

import java.sql.Connection;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.settings.ChatSettings;

/**
 * Makes the partitions of the messages table for this month and the next ones, ahead of time. A named lock of the database lets only
 * one node do it. Should no node do it in time, messages go to the partition {@code later}, and are none the worse for it.
 */
@Component
class MonthlyPartitions {

    private static final Logger log = LoggerFactory.getLogger(MonthlyPartitions.class);

    private final JdbcTemplate jdbc;
    private final int monthsAhead;
    private final Clock clock;

    @Autowired
    MonthlyPartitions(JdbcTemplate jdbc, ChatSettings settings) {
        this(jdbc, settings.messages().monthsAhead(), Clock.systemUTC());
    }

    MonthlyPartitions(JdbcTemplate jdbc, int monthsAhead, Clock clock) {
        this.jdbc = jdbc;
        this.monthsAhead = monthsAhead;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    @Scheduled(cron = "0 17 3 * * *", zone = "UTC")
    void makeAhead() {
        try {
            jdbc.execute((Connection connection) -> {
                // The lock belongs to the connection: all statements must go through this one.
                makeAhead(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
                return true;
            });
        } catch (DataAccessException | TransactionException e) {
            log.warn("partitions could not be made now; messages go to the last one meanwhile: {}", e.toString());
        }
    }

    private void makeAhead(JdbcClient connection) {
        Integer locked = connection.sql("SELECT GET_LOCK(CONCAT(DATABASE(), '.partitions'), 0)")
                .query(Integer.class)
                .single();
        if (!Objects.equals(locked, 1)) {
            return; // another node is at it
        }
        try {
            List<YearMonth> missing = missing(connection);
            if (!missing.isEmpty()) {
                connection.sql(split(missing)).update();
                log.info("made partitions of messages for {}", missing);
            }
        } finally {
            connection.sql("SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.partitions'))").query(Integer.class).single();
        }
    }

    private List<YearMonth> missing(JdbcClient connection) {
        List<String> existing = connection.sql("""
            SELECT partition_name FROM information_schema.partitions
            WHERE table_schema = DATABASE() AND table_name = 'messages'""").query((row, n) -> row.getString(1)).list();
        YearMonth now = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        YearMonth newest = existing.stream()
                .filter(name -> name.startsWith("p"))
                .map(name -> YearMonth.of(Integer.parseInt(name.substring(1, 5)), Integer.parseInt(name.substring(5))))
                .max(YearMonth::compareTo)
                .orElse(now.minusMonths(1));
        return LongStream.rangeClosed(0, monthsAhead)
                .mapToObj(now::plusMonths)
                .filter(month -> month.isAfter(newest))
                .toList();
    }

    /** Splits the months off the last partition, which is empty or nearly so: few rows move. */
    private static String split(List<YearMonth> months) {
        return months.stream()
                .map(month -> "PARTITION p%d%02d VALUES LESS THAN ('%s-01')".formatted(month.getYear(),
                        month.getMonthValue(), month.plusMonths(1)))
                .collect(Collectors.joining(", ", "ALTER TABLE messages REORGANIZE PARTITION later INTO (",
                        ", PARTITION later VALUES LESS THAN (MAXVALUE))"));
    }
}
