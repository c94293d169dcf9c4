package dev.parley.file.fetch;

import java.time.Clock;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.parley.file.content.ContentReceived;
import dev.parley.file.content.DigestSchedule;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.drive.FileDescription;
import dev.parley.file.drive.FileStatus;
import dev.parley.file.drive.NewUserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.platform.id.Ids;

/** Makes a file of a job whose last byte is here: its content, its place in the drive and the event go in one transaction. */
@Component
class FetchCompletion {

    private final FetchTransactions transactions;
    private final FetchLeases leases;
    private final FetchNews news;
    private final UniqueFiles contents;
    private final UserFiles files;
    private final DigestSchedule schedule;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    FetchCompletion(FetchTransactions transactions, FetchLeases leases, FetchNews news, UniqueFiles contents,
            UserFiles files, DigestSchedule schedule, ApplicationEventPublisher events, Clock clock) {
        this.transactions = transactions;
        this.leases = leases;
        this.news = news;
        this.contents = contents;
        this.files = files;
        this.schedule = schedule;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Ends the job with a file, for the one who holds its lease.
     *
     * @throws dev.parley.platform.problem.ProblemException {@code quota-exceeded}, {@code account-deleted}
     * @throws StopSignal.StoppedException when the job is somebody else's now
     */
    void complete(FetchLeases.Claim claim, String stagingKey, long size, String name, String mediaType)
            throws StopSignal.StoppedException {
        boolean done = transactions.of(claim.ownerId(), () -> {
            long fileId = Ids.next();
            if (!leases.finish(claim, size, fileId)) {
                return false;
            }
            long contentId = contents.addReceived(size, stagingKey, clock.instant().plus(schedule.patience()));
            events.publishEvent(new ContentReceived(contentId, size, 0));
            leases.admitNext(claim.ownerId());
            files.add(new NewUserFile(fileId, claim.ownerId(), claim.folderId(),
                    new FileDescription(name, mediaType, claim.sha256()), size, contentId, FileStatus.PROCESSING));
            news.tell(claim.id());
            return true;
        });
        if (!done) {
            throw new StopSignal.StoppedException(StopSignal.Reason.LEASE_LOST);
        }
    }
}
