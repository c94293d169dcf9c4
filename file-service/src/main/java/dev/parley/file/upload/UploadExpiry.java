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

    private static final int BATCH = 200;

    private final UploadService uploads;

    UploadExpiry(UploadService uploads) {
        this.uploads = uploads;
    }

    @SchedulerLock(name = "upload-expiry", lockAtMostFor = "PT10M")
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT10S")
    void removeExpired() {
        uploads.expire(BATCH);
    }
}
