package dev.parley.file.garbage;

import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Collects garbage now and then, on one node at a time. Should the lock run out, two nodes at once waste work and do no harm. */
@Component
class GarbageJob {

    private final GarbageCollection garbage;

    GarbageJob(GarbageCollection garbage) {
        this.garbage = garbage;
    }

    @Scheduled(fixedDelayString = "${parley.garbage.every:10m}", initialDelayString = "${parley.garbage.first-after:5m}")
    @SchedulerLock(name = "garbage", lockAtMostFor = "PT1H")
    void run() {
        garbage.run();
    }
}
