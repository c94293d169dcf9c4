package dev.parley.platform.outbox;

import org.springframework.modulith.events.FailedEventPublications;
import org.springframework.modulith.events.ResubmissionOptions;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Delivers again what could not be delivered from the outbox, soon after the start and then on a schedule. Events whose
 * process died are declared failed after a while ({@code spring.modulith.events.staleness}) and come back the same way. Every
 * instance does this; a row goes to the one that marks it first.
 */
final class OutboxResubmission {

    private final FailedEventPublications failed;
    private final OutboxSettings settings;

    OutboxResubmission(FailedEventPublications failed, OutboxSettings settings) {
        this.failed = failed;
        this.settings = settings;
    }

    @Scheduled(fixedDelayString = "${parley.outbox.retry-every:5s}", initialDelayString = "2s")
    void resubmit() {
        failed.resubmit(ResubmissionOptions.defaults().withBatchSize(settings.batchSize())
                .withMaxInFlight(settings.batchSize()));
    }
}
