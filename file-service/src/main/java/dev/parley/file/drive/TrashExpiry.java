package dev.parley.file.drive;

import java.time.Clock;
import java.time.Duration;

import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes what has been in the trash for too long, and what requests have left to do. One node at a time does it. */
@Component
class TrashExpiry {

    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    private final Trash trash;
    private final Purge purge;
    private final DriveSettings settings;
    private final Clock clock;

    TrashExpiry(Trash trash, Purge purge, DriveSettings settings, Clock clock) {
        this.trash = trash;
        this.purge = purge;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT20S")
    @SchedulerLock(name = "trash-expiry", lockAtMostFor = "PT15M")
    void run() {
        trash.expire(clock.instant().minus(settings.trashExpiresAfter()));
        purge.removeDue(LONGEST_RUN);
    }
}
