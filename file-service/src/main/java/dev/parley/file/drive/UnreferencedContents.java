package dev.parley.file.drive;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.content.StagedBytesReleased;
import dev.parley.file.content.StoredBytesReleased;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;

/**
 * Removes contents that no user file refers to. Whoever makes a reference holds the lock of the content's row until the reference is
 * committed, or has made that row in the same transaction. So under the lock all references there are can be seen, and none is on its way.
 */
@Component
public class UnreferencedContents {

    private final UniqueFiles contents;
    private final UserFiles files;
    private final ApplicationEventPublisher events;

    UnreferencedContents(UniqueFiles contents, UserFiles files, ApplicationEventPublisher events) {
        this.contents = contents;
        this.files = files;
        this.events = events;
    }

    /**
     * Removes those of these contents that nothing refers to; their bytes go by way of the outbox. The isolation must be READ COMMITTED:
     * the look at the references must see what was committed while this waited for the lock.
     *
     * @return how many were removed
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int remove(Collection<Long> contentIds) {
        int removed = 0;
        for (long id : new TreeSet<>(contentIds)) { // in one order, so that two removals do not wait for each other
            Optional<UniqueFile> unreferenced = contents.findAndLock(id)
                    .filter(content -> !files.referTo(content.id()));
            unreferenced.ifPresent(this::remove);
            removed += unreferenced.isPresent() ? 1 : 0;
        }
        return removed;
    }

    private void remove(UniqueFile content) {
        if (contents.imageOf(content.id()).isPresent()) {
            events.publishEvent(new StoredBytesReleased(UniqueFile.thumbnailKeyOf(content.id()).value()));
        }
        contents.remove(content.id());
        switch (content.place()) {
            case STAGED -> {
                events.publishEvent(new StagedBytesReleased(content.placeKey()));
                // It may have been put there already, without having been recorded yet.
                events.publishEvent(new StoredBytesReleased(UniqueFile.blobKeyOf(content.id()).value()));
            }
            case STORED -> events.publishEvent(new StoredBytesReleased(content.placeKey()));
        }
    }
}
