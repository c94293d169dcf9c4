package dev.parley.file.upload;

import java.time.Clock;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.content.ContentReceived;
import dev.parley.file.content.DigestSchedule;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.drive.FileStatus;
import dev.parley.file.drive.NewUserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.platform.problem.ProblemException;

/** Makes a file of an upload whose last byte is here: its content, its place in the drive and the event go in one transaction. */
@Component
class UploadCompletion {

    private final Uploads uploads;
    private final UniqueFiles contents;
    private final UserFiles files;
    private final DigestSchedule schedule;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    UploadCompletion(Uploads uploads, UniqueFiles contents, UserFiles files, DigestSchedule schedule,
            ApplicationEventPublisher events, Clock clock) {
        this.uploads = uploads;
        this.contents = contents;
        this.files = files;
        this.schedule = schedule;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Does it once, however often it is called.
     *
     * @throws ProblemException {@code upload-not-found} when it was removed meanwhile, {@code account-deleted}
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void complete(Upload upload) {
        if (!uploads.markFinished(upload.id())) {
            if (uploads.find(upload.id()).isEmpty()) {
                throw UploadService.notFound(upload.stagingKey());
            }
            return;
        }
        long contentId = contents.addReceived(upload.length(), upload.stagingKey(),
                clock.instant().plus(schedule.patience()));
        files.add(
                new NewUserFile(upload.id(), upload.ownerId(), upload.folderId(), upload.description(), upload.length(),
                        contentId,
                        FileStatus.PROCESSING));
        events.publishEvent(new ContentReceived(contentId, upload.length(), 0));
    }
}
