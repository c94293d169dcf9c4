package dev.parley.file.upload;

import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes what expired uploads have left, on one node at a time. That only saves work: each removal is harmless the second time, so a node
 * that dies in the middle, or takes longer than its lock lasts, does no harm.
 */
@Component
class UploadExpiry {

    static final String JOB = "upload-expiry";

    private static final int BATCH = 200;

    private final ExpiredUploads expired;

    UploadExpiry(ExpiredUploads expired) {
        this.expired = expired;
    }

    @SchedulerLock(name = JOB, lockAtMostFor = "PT10M")
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT10S")
    void removeExpired() {
        expired.remove(BATCH);
    }
}
