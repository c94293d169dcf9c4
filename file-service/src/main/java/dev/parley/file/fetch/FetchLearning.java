package dev.parley.file.fetch;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.parley.file.content.StagedBytesReleased;
import dev.parley.file.drive.DriveSpace;
import dev.parley.file.staging.StagingArea;

/** Notes what a server said of a content, before its bytes are staged. */
@Component
class FetchLearning {

    private static final Logger LOG = LoggerFactory.getLogger(FetchLearning.class);

    private final FetchLeases leases;
    private final FetchTransactions transactions;
    private final FetchNews news;
    private final StagingArea staging;
    private final DriveSpace space;
    private final ApplicationEventPublisher events;

    FetchLearning(FetchLeases leases, FetchTransactions transactions, FetchNews news, StagingArea staging,
            DriveSpace space, ApplicationEventPublisher events) {
        this.leases = leases;
        this.transactions = transactions;
        this.news = news;
        this.staging = staging;
        this.space = space;
        this.events = events;
    }

    /**
     * From its return on the staged file belongs to the job, and one that it had before does not.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code quota-exceeded}, {@code account-deleted}
     * @throws StopSignal.StoppedException when the job is somebody else's now; a new staged file is gone
     */
    void learn(FetchLeases.Claim claim, String stagingKey, SourceContent content, String name)
            throws StopSignal.StoppedException {
        boolean learned = false;
        try {
            learned = transactions.of(claim.ownerId(), () -> note(claim, stagingKey, content, name));
        } finally {
            if (!learned && content.offset() == 0) {
                discard(stagingKey);
            }
        }
        if (!learned) {
            throw new StopSignal.StoppedException(StopSignal.Reason.LEASE_LOST);
        }
    }

    /**
     * Insists on room for what came of a content whose size nobody knows.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code quota-exceeded}, {@code account-deleted}
     */
    void requireRoom(FetchLeases.Claim claim) {
        transactions.of(claim.ownerId(), () -> {
            space.refuseIfOver(claim.ownerId());
            return true;
        });
    }

    private boolean note(FetchLeases.Claim claim, String stagingKey, SourceContent content, String name) {
        if (!leases.learn(claim, stagingKey, content, name)) {
            return false;
        }
        String before = claim.stagingKey();
        if (before != null && !before.equals(stagingKey)) {
            events.publishEvent(new StagedBytesReleased(before));
        }
        news.tell(claim.id());
        space.refuseIfOver(claim.ownerId());
        return true;
    }

    private void discard(String stagingKey) {
        try {
            staging.delete(stagingKey);
        } catch (IOException left) {
            LOG.warn("the staged file {} is left over", stagingKey, left);
        }
    }
}
