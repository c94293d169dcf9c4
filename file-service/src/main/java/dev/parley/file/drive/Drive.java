package dev.parley.file.drive;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import dev.parley.platform.id.Ids;

/** What people do with their drives. */
@Service
class Drive {

    /** How long a request waits for what it removes for good; the job does the rest. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Entries entries;
    private final Folders folders;
    private final Listing listing;
    private final TreeChanges changes;
    private final Trash trash;
    private final TrashRestore restore;
    private final Purge purge;
    private final Copying copying;
    private final Clock clock;

    Drive(Entries entries, Folders folders, Listing listing, TreeChanges changes, Trash trash, TrashRestore restore,
            Purge purge, Copying copying, Clock clock) {
        this.entries = entries;
        this.folders = folders;
        this.listing = listing;
        this.changes = changes;
        this.trash = trash;
        this.restore = restore;
        this.purge = purge;
        this.copying = copying;
        this.clock = clock;
    }

    UserFile get(long ownerId, String id) {
        return entries.requireOwn(id, ownerId);
    }

    List<UserFile> list(long ownerId, Listing.Order order, Listing.@Nullable Position after, int limit) {
        folders.require(ownerId, order.folderId());
        return listing.page(ownerId, order, after, limit);
    }

    UserFile createFolder(long ownerId, long parentId, String name, NameConflict onConflict) {
        AtomicLong id = new AtomicLong();
        Contention.retry(() -> id.set(changes.createFolder(ownerId, parentId, name, onConflict)));
        return entries.requireOwn(Ids.format(id.get()), ownerId);
    }

    UserFile change(long ownerId, String id, TreeChanges.Change change) {
        long entry = number(id);
        Contention.retry(() -> changes.change(ownerId, entry, change));
        return entries.requireOwn(id, ownerId);
    }

    /** Under the name of its source, if none is given. */
    UserFile copy(long ownerId, String id, OptionalLong folderId, Optional<String> name, NameConflict onConflict) {
        UserFile source = get(ownerId, id);
        return copying.copy(new Copies.Wish(ownerId, source.id(), folderId, name.orElse(source.name()), onConflict));
    }

    void putIntoTrash(long ownerId, String id, Revision revision) {
        long entry = number(id);
        Contention.retry(() -> trash.put(ownerId, entry, revision));
    }

    UserFile restore(long ownerId, String id, NameConflict onConflict) {
        long entry = number(id);
        Contention.retry(() -> restore.restore(ownerId, entry, onConflict));
        return entries.requireOwn(id, ownerId);
    }

    /** It is out of the trash at once; its space is free when it is removed, which takes its time for a large folder. */
    void removeForGood(long ownerId, String id) {
        long entry = number(id);
        Contention.retry(() -> {
            if (!trash.leave(ownerId, entry)) {
                throw Entries.notFound(id);
            }
        });
        purge.remove(new Trash.Root(entry, ownerId), clock.instant().plus(PATIENCE));
    }

    /** As {@link #removeForGood}, all that is in the trash. */
    void emptyTrash(long ownerId) {
        Contention.retry(() -> trash.leaveAll(ownerId));
        purge.removeDue(ownerId, PATIENCE);
    }

    private static long number(String id) {
        return Ids.parse(id).orElseThrow(() -> Entries.notFound(id));
    }
}
