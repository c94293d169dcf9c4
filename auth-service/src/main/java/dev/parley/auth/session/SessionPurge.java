package dev.parley.auth.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes expired sessions, on one instance at a time. */
@Component
class SessionPurge {

    private final ExpiredSessions expired;
    private final PurgeSettings settings;
    private final Counter purged;

    SessionPurge(ExpiredSessions expired, PurgeSettings settings, MeterRegistry meters) {
        this.expired = expired;
        this.settings = settings;
        this.purged = Counter.builder("parley.auth.sessions.purged")
                .description("expired sessions that were removed")
                .register(meters);
    }

    /** One batch after the other until none is left. */
    @Scheduled(initialDelayString = "${parley.auth.purge.every:10m}", fixedDelayString = "${parley.auth.purge.every:10m}")
    @SchedulerLock(name = "session-purge", lockAtMostFor = "PT10M")
    void run() {
        int removed;
        do {
            removed = expired.remove(settings.batchSize());
            purged.increment(removed);
        } while (removed == settings.batchSize());
    }
}
