package dev.parley.auth.account;

import org.springframework.modulith.events.FailedEventPublications;
import org.springframework.modulith.events.ResubmissionOptions;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Delivers again what could not be delivered from the outbox, soon after the start and then on a schedule. Events whose
 * process died are declared failed after a while ({@code spring.modulith.events.staleness}) and come back the same way. Every
 * instance does this; a row goes to the one that marks it first.
 */
@Component
class OutboxResubmission {

    private static final int BATCH = 100;

    private final FailedEventPublications failed;

    OutboxResubmission(FailedEventPublications failed) {
        this.failed = failed;
    }

    @Scheduled(fixedDelayString = "${parley.auth.outbox.retry-every:5s}", initialDelayString = "2s")
    void resubmit() {
        failed.resubmit(ResubmissionOptions.defaults().withBatchSize(BATCH).withMaxInFlight(BATCH));
    }
}
