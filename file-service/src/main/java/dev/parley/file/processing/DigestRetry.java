package dev.parley.file.processing;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Asks again for digests that failed or got lost. Nodes that do it at once take different rows. */
@Component
class DigestRetry {

    private final ContentRecords records;

    DigestRetry(ContentRecords records) {
        this.records = records;
    }

    @Scheduled(fixedDelayString = "${parley.processing.retry-every:5s}", initialDelayString = "5s")
    void askAgain() {
        records.askAgain();
    }
}
