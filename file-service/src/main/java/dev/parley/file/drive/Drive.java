package dev.parley.file.drive;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import dev.parley.platform.id.Ids;

/** What people do with their drives. */
@Service
class Drive {

    private final Entries entries;
    private final Folders folders;
    private final Listing listing;
    private final TreeChanges changes;

    Drive(Entries entries, Folders folders, Listing listing, TreeChanges changes) {
        this.entries = entries;
        this.folders = folders;
        this.listing = listing;
        this.changes = changes;
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
}
