package dev.parley.file.upload;

import java.util.List;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.account.AccountPart;
import dev.parley.file.content.StagedBytesReleased;

/**
 * A person's uploads. A request that is still writing to one goes on writing to a file without a name, and is refused at its end, since
 * the row is gone.
 */
@Component
class UploadRemoval implements AccountPart {

    private final Uploads uploads;
    private final ApplicationEventPublisher events;

    UploadRemoval(Uploads uploads, ApplicationEventPublisher events) {
        this.uploads = uploads;
        this.events = events;
    }

    /** The bytes of a finished upload belong to a content. */
    @Override
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public int removeSome(long userId, int limit) {
        List<Upload> some = uploads.lockSome(userId, limit);
        for (Upload upload : some) {
            uploads.remove(upload.id());
            if (!upload.finished()) {
                events.publishEvent(new StagedBytesReleased(upload.stagingKey()));
            }
        }
        return some.size();
    }
}
