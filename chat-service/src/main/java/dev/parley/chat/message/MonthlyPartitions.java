package dev.parley.chat.message;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.parley.chat.settings.ChatSettings;

/**
 * Makes the partitions of the messages table for this month and the next ones, ahead of time. A lock lets only one node do it at a
 * time. Should no node do it in time, messages go to the partition {@code later}, and are none the worse for it.
 */
@Component
class MonthlyPartitions {

    private static final Logger log = LoggerFactory.getLogger(MonthlyPartitions.class);

    private final JdbcClient jdbc;
    private final int monthsAhead;
    private final Clock clock;

    @Autowired
    MonthlyPartitions(JdbcClient jdbc, ChatSettings settings) {
        this(jdbc, settings.messages().monthsAhead(), Clock.systemUTC());
    }

    MonthlyPartitions(JdbcClient jdbc, int monthsAhead, Clock clock) {
        this.jdbc = jdbc;
        this.monthsAhead = monthsAhead;
        this.clock = clock;
    }

    /** Once at the start, and every night. */
    @Scheduled(initialDelay = 0)
    @Scheduled(cron = "0 17 3 * * *", zone = "UTC")
    @SchedulerLock(name = "message-partitions", lockAtMostFor = "PT10M")
    void makeAhead() {
        try {
            List<YearMonth> missing = missing();
            if (!missing.isEmpty()) {
                jdbc.sql(split(missing)).update();
                log.info("made partitions of messages for {}", missing);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("partitions could not be made now; messages go to the last one meanwhile: {}", e.toString());
        }
    }

    /** The months that have a partition of their own, ascending. The first of them also has whatever is older. */
    static List<YearMonth> existing(JdbcClient jdbc) {
        return jdbc.sql("""
            SELECT partition_name FROM information_schema.partitions
            WHERE table_schema = DATABASE() AND table_name = 'messages'""").query((row, n) -> row.getString(1)).list()
                .stream()
                .filter(name -> name.startsWith("p"))
                .map(name -> YearMonth.of(Integer.parseInt(name.substring(1, 5)), Integer.parseInt(name.substring(5))))
                .sorted()
                .toList();
    }

    /** The name of a month's partition. */
    static String name(YearMonth month) {
        return "p%d%02d".formatted(month.getYear(), month.getMonthValue());
    }

    private List<YearMonth> missing() {
        YearMonth now = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        List<YearMonth> existing = existing(jdbc);
        YearMonth newest = existing.isEmpty() ? now.minusMonths(1) : existing.getLast();
        return LongStream.rangeClosed(0, monthsAhead)
                .mapToObj(now::plusMonths)
                .filter(month -> month.isAfter(newest))
                .toList();
    }

    /** Splits the months off the last partition, which is empty or nearly so: few rows move. */
    private static String split(List<YearMonth> months) {
        return months.stream()
                .map(month -> "PARTITION %s VALUES LESS THAN ('%s-01')".formatted(name(month), month.plusMonths(1)))
                .collect(Collectors.joining(", ", "ALTER TABLE messages REORGANIZE PARTITION later INTO (",
                        ", PARTITION later VALUES LESS THAN (MAXVALUE))"));
    }
}
