package dev.parley.file.drive;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.FileProblem;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.store.UtcColumn;

/**
 * The transactions of a copy. A copy is made outside of the drive, page by page, and then put into it by one last transaction: so it is
 * there as a whole or not at all. What is never finished is removed as what has left the trash is.
 */
@Component
class Copies {

    /** How long a copy may stand still before it counts as given up. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final int PAGE = 100;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Entries entries;
    private final Folders folders;
    private final Listing listing;
    private final Names names;
    private final Trash trash;
    private final UniqueFiles contents;
    private final DriveSpace space;
    private final DeletedAccounts deletedAccounts;

    Copies(JdbcClient jdbc, Clock clock, Entries entries, Folders folders, Listing listing, Names names, Trash trash,
            UniqueFiles contents, DriveSpace space, DeletedAccounts deletedAccounts) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.entries = entries;
        this.folders = folders;
        this.listing = listing;
        this.names = names;
        this.trash = trash;
        this.contents = contents;
        this.space = space;
        this.deletedAccounts = deletedAccounts;
    }

    /** What is to be copied, and to where. */
    record Wish(long ownerId, long sourceId, OptionalLong folderId, String name, NameConflict onConflict) {}

    /** A folder whose copy is being made. */
    record Pair(long sourceId, long copyId) {}

    /** Begins a copy: the row of its root, outside of the drive. A file has no more than that. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    long begin(Wish wish) {
        UserFile source = require(wish);
        long target = requirePlace(wish, source);
        if (wish.onConflict() == NameConflict.FAIL) {
            names.requireFree(new Names.Place(wish.ownerId(), target), wish.name());
        }
        Long id = insert(List.of(source), wish.ownerId(), Folders.OUTSIDE).get(source.id());
        if (id == null) {
            throw Entries.notFound(Ids.format(wish.sourceId()));
        }
        trash.add(wish.ownerId(), id, clock.instant().plus(PATIENCE));
        return id;
    }

    /** What one transaction has copied, and where the next one goes on; null when the folder is done. */
    record Step(List<Pair> folders, int copied, Listing.@Nullable Position last) {}

    /**
     * Copies some of what is in a folder; the folders among it are still empty then.
     *
     * @throws ProblemException {@code copy-given-up} when it has taken too long and is being removed
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    Step copySome(long ownerId, long rootId, Pair folder, Listing.@Nullable Position after) {
        postpone(rootId);
        List<UserFile> page = listing.page(ownerId, new Listing.Order(folder.sourceId(), Sort.NAME, true), after, PAGE);
        List<UserFile> wanted = page.stream().filter(entry -> entry.isFolder() || entry.contentId().isPresent())
                .toList();
        Map<Long, Long> copies = insert(wanted, ownerId, folder.copyId());
        List<Pair> inner = wanted.stream().filter(UserFile::isFolder).filter(entry -> copies.containsKey(entry.id()))
                .map(entry -> new Pair(entry.id(), copies.getOrDefault(entry.id(), 0L))).toList();
        return new Step(inner, copies.size(),
                page.size() < PAGE ? null : Listing.Position.of(page.getLast(), Sort.NAME));
    }

    private void postpone(long rootId) {
        if (!trash.postpone(rootId, clock.instant().plus(PATIENCE))) {
            throw new ProblemException(FileProblem.COPY_GIVEN_UP, "it stood still for too long");
        }
    }

    /** Puts the copy into the drive. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void finish(Wish wish, long copyId) {
        folders.lockTree(wish.ownerId());
        postpone(copyId);
        UserFile copy = jdbc.sql(EntryRows.ANYWHERE).param("id", copyId).query(EntryRows::read).single();
        long target = requirePlace(wish, copy);
        copy.contentId().ifPresent(contents::findAndLock);
        UserFile held = jdbc.sql(EntryRows.ANYWHERE).param("id", copyId).query(EntryRows::read).single();
        requireSameContent(copy, held);
        names.write(new Names.Place(wish.ownerId(), target), wish.name(), wish.onConflict(),
                name -> jdbc
                        .sql("UPDATE user_files SET folder_id = :folder, name = :name, status = :status WHERE id = :id")
                        .param("folder", target).param("name", name)
                        .param("status", held.backIn(target, name).status().word()).param("id", copyId).update());
        trash.forget(copyId);
    }

    private UserFile require(Wish wish) {
        UserFile source = entries.findOwn(wish.sourceId(), wish.ownerId())
                .orElseThrow(() -> Entries.notFound(Ids.format(wish.sourceId())));
        if (!source.isFolder() && source.contentId().isEmpty()) {
            throw new ProblemException(FileProblem.FILE_REJECTED, "a rejected file has nothing to copy");
        }
        return source;
    }

    /** The folder that the copy goes to; the one where the source is, if none was given. */
    private long requirePlace(Wish wish, UserFile copied) {
        long target = wish.folderId().orElseGet(() -> require(wish).folderId());
        if (!copied.isFolder()) {
            folders.require(wish.ownerId(), target);
            return target;
        }
        if (folders.isWithin(wish.ownerId(), target, wish.sourceId())) {
            throw new ProblemException(FileProblem.FOLDER_CYCLE, "a folder cannot be copied into itself");
        }
        folders.requireRoomBelow(wish.ownerId(), target, folders.height(wish.ownerId(), copied.id()));
        return target;
    }

    /**
     * Adds rows that refer to contents that are there: under the locks of those, as everybody who does so.
     *
     * @return the ids of the copies by those of their sources; what was removed meanwhile has none
     */
    private Map<Long, Long> insert(List<UserFile> sources, long ownerId, long folderId) {
        TreeSet<Long> referred = new TreeSet<>();
        sources.forEach(source -> source.contentId().ifPresent(referred::add));
        Map<Long, UniqueFile> held = new HashMap<>();
        referred.forEach(id -> contents.findAndLock(id).ifPresent(content -> held.put(id, content)));
        Map<Long, Long> copies = new HashMap<>();
        for (UserFile source : sources) {
            Optional<UserFile> now = jdbc.sql(EntryRows.ANYWHERE).param("id", source.id()).query(EntryRows::read)
                    .optional();
            now.ifPresent(still -> requireSameContent(source, still));
            long id = Ids.next();
            if (now.isPresent() && insert(now.get().backIn(folderId, source.name()), id)) {
                copies.put(source.id(), id);
            }
        }
        deletedAccounts.refuse(ownerId);
        held.values().forEach(content -> space.added(ownerId, content.id(), content.size()));
        return copies;
    }

    private static void requireSameContent(UserFile before, UserFile now) {
        if (!before.contentId().equals(now.contentId())) {
            throw new CannotAcquireLockException("a content became another one");
        }
    }

    private boolean insert(UserFile copy, long id) {
        int[] inserted = new int[1];
        names.write(new Names.Place(copy.ownerId(), copy.folderId()), copy.name(), NameConflict.KEEP_BOTH,
                name -> inserted[0] = jdbc.sql("""
                    INSERT INTO user_files (id, owner_id, kind, folder_id, name, media_type, size, unique_file_id,
                      declared_sha256, status, created_at, modified_at)
                    SELECT :id, owner_id, kind, :folder, :name, media_type, size, unique_file_id,
                      declared_sha256, :status, :now, :now FROM user_files WHERE id = :source
                    """)
                        .param("id", id).param("folder", copy.folderId()).param("name", name)
                        .param("source", copy.id())
                        .param("status", copy.folderId() == Folders.OUTSIDE ? "deleted" : copy.status().word())
                        .param("now", UtcColumn.of(clock.instant())).update());
        return inserted[0] == 1;
    }
}
