package dev.parley.file.upload;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes what expired uploads have left. Several nodes may do it at once: each removal is harmless the second time. */
@Component
class UploadExpiry {

    private static final int BATCH = 200;

    private final UploadService uploads;

    UploadExpiry(UploadService uploads) {
        this.uploads = uploads;
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT10S")
    void removeExpired() {
        uploads.expire(BATCH);
    }
}
