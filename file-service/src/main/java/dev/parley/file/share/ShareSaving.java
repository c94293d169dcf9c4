package dev.parley.file.share;

import java.util.Optional;

import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.parley.file.FileProblem;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.drive.Contention;
import dev.parley.file.drive.DriveEntry;
import dev.parley.file.drive.FileDescription;
import dev.parley.file.drive.FileName;
import dev.parley.file.drive.FileStatus;
import dev.parley.file.drive.Folders;
import dev.parley.file.drive.NameConflict;
import dev.parley.file.drive.NewUserFile;
import dev.parley.file.drive.UserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** Puts what a link opens into the drive of who opens it: one row, no bytes. */
@Service
class ShareSaving {

    private static final int ATTEMPTS = 3;

    private final UniqueFiles contents;
    private final UserFiles files;
    private final TransactionTemplate transaction;

    ShareSaving(UniqueFiles contents, UserFiles files, PlatformTransactionManager transactions) {
        this.contents = contents;
        this.files = files;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** Where in the drive, and under which name. */
    record Place(long folderId, String name, NameConflict onConflict) {

        static Place of(SaveWish wish, UserFile file) {
            String name = wish.name() == null ? file.name() : FileName.normalize(wish.name());
            FileName.violation(name).ifPresent(violation -> {
                throw InvalidRequest.of("name", violation);
            });
            return new Place(Folders.parse(wish.folderId()), name, NameConflict.parse(wish.onConflict()));
        }
    }

    /**
     * Makes the new file.
     *
     * @throws ProblemException {@code file-rejected} when there is no content; {@code share-not-found} when it is gone meanwhile;
     *         {@code folder-not-found}, {@code name-taken}, {@code quota-exceeded}, {@code account-deleted}
     */
    DriveEntry save(UserFile shared, long ownerId, Place place) {
        long id = Ids.next();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // What was just uploaded may become one with a content that was here before: then the file says which.
            UserFile file = files.find(shared.id()).orElseThrow(SharedFiles::opensNothing);
            long content = file.contentId().orElseThrow(
                    () -> new ProblemException(FileProblem.FILE_REJECTED, "the file was rejected, and has no content"));
            if (add(id, file, content, ownerId, place)) {
                return files.find(id).map(DriveEntry::of).orElseThrow(SharedFiles::opensNothing);
            }
        }
        throw SharedFiles.opensNothing();
    }

    private boolean add(long id, UserFile file, long contentId, long ownerId, Place place) {
        boolean[] added = new boolean[1];
        Contention.retry(() -> added[0] = Boolean.TRUE.equals(
                transaction.execute(status -> addLocked(id, file, contentId, ownerId, place))));
        return added[0];
    }

    /** The content is locked until the new file refers to it, so that it cannot be removed in between. */
    private boolean addLocked(long id, UserFile file, long contentId, long ownerId, Place place) {
        Optional<UniqueFile> content = contents.findAndLock(contentId);
        content.ifPresent(locked -> {
            NewUserFile added = new NewUserFile(id, ownerId, place.folderId(),
                    new FileDescription(place.name(), file.mediaType(), null), locked.size(), locked.id(),
                    locked.verified() ? FileStatus.AVAILABLE : FileStatus.PROCESSING);
            if (place.onConflict() == NameConflict.KEEP_BOTH) {
                files.add(added);
            } else {
                files.addUnderItsName(added);
            }
        });
        return content.isPresent();
    }
}
