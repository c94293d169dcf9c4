package dev.parley.file.share;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.parley.platform.id.Ids;

/**
 * Writes who opened what, behind the answers and never before them. What a person does again within ten minutes is noted once on a node.
 * When the database is slower than the visitors, or away, visits are lost and counted ({@code parley.file.visits}, outcome {@code lost});
 * a limit never is, since it is counted before the first byte.
 */
@Component
class VisitLog {

    private static final Logger LOG = LoggerFactory.getLogger(VisitLog.class);
    private static final int WAITING = 10_000;
    private static final Duration SAME_VISIT = Duration.ofMinutes(10);
    private static final int REMEMBERED = 50_000;

    private record Key(long shareId, long userId, Visit.What what) {}

    private final Visits visits;
    private final DownloadCount downloads;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Cache<Key, Boolean> noted = Caffeine.newBuilder().expireAfterWrite(SAME_VISIT)
            .maximumSize(REMEMBERED).build();
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING), Thread.ofPlatform().name("share-visits").daemon().factory());

    VisitLog(Visits visits, DownloadCount downloads, Clock clock, MeterRegistry meters) {
        this.visits = visits;
        this.downloads = downloads;
        this.clock = clock;
        this.meters = meters;
    }

    /** Notes that somebody did this. */
    void note(Share share, long userId, Visit.What what) {
        if (noted.asMap().putIfAbsent(new Key(share.id(), userId, what), true) == null) {
            Visit visit = visit(share, userId, what);
            later(() -> visits.add(visit));
        }
    }

    /** Notes a download through a link without a limit, which is counted then too, unless it goes on with one that was. */
    void countAndNote(Share share, long userId) {
        if (noted.asMap().putIfAbsent(new Key(share.id(), userId, Visit.What.DOWNLOADED), true) == null) {
            Visit visit = visit(share, userId, Visit.What.DOWNLOADED);
            later(() -> {
                if (downloads.count(share.id(), userId)) {
                    visits.add(visit);
                }
            });
        }
    }

    private Visit visit(Share share, long userId, Visit.What what) {
        Instant now = clock.instant();
        return new Visit(Ids.next(), share.id(), userId, what, now);
    }

    private void later(Runnable write) {
        try {
            writer.execute(() -> {
                try {
                    write.run();
                    count("written");
                } catch (RuntimeException failed) {
                    LOG.warn("a visit of a link is not noted: {}", failed.toString());
                    count("lost");
                }
            });
        } catch (RejectedExecutionException full) {
            count("lost");
        }
    }

    private void count(String outcome) {
        meters.counter("parley.file.visits", "outcome", outcome).increment();
    }

    /** Lets what waits be written before the database goes. */
    @PreDestroy
    void close() throws InterruptedException {
        writer.shutdown();
        if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
            writer.shutdownNow();
        }
    }
}
