package dev.parley.file.drive;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

import dev.parley.file.content.ContentDelivery;
import dev.parley.file.content.ContentImage;
import dev.parley.file.content.Sha256;

/**
 * A file in somebody's drive, or a folder.
 *
 * @param id its id
 * @param ownerId whose it is
 * @param kind file or folder
 * @param folderId where it is; 0 is the root, -1 outside of the drive (in the trash)
 * @param name its name, unique in its folder
 * @param mediaType as the sender said, or application/octet-stream
 * @param size in bytes; 0 for a folder
 * @param content the unique file; null when the file was rejected, and for a folder
 * @param knownSha256 the digest of the content; null until it is known
 * @param status its state; a folder is available
 * @param statusReason why it is in that state, where that needs saying
 * @param createdAt when its last byte arrived
 * @param modifiedAt when it was last named, moved or restored
 * @param revision counts what its owner changed
 * @param image its content as a picture; null when it is none, or not looked at yet
 */
public record UserFile(long id, long ownerId, EntryKind kind, long folderId, String name, String mediaType, long size,
        @Nullable Long content, @Nullable Sha256 knownSha256, FileStatus status, @Nullable String statusReason,
        Instant createdAt, Instant modifiedAt, int revision, @Nullable ContentImage image) {

    /** Whether this is a folder. */
    public boolean isFolder() {
        return kind == EntryKind.FOLDER;
    }

    /** This one in a folder of the drive, in the state that its content gives it. */
    UserFile backIn(long folder, String newName) {
        FileStatus back;
        if (isFolder()) {
            back = FileStatus.AVAILABLE;
        } else if (content == null) {
            back = FileStatus.REJECTED;
        } else {
            back = knownSha256 == null ? FileStatus.PROCESSING : FileStatus.AVAILABLE;
        }
        return new UserFile(id, ownerId, kind, folder, newName, mediaType, size, content, knownSha256, back,
                statusReason, createdAt, modifiedAt, revision, image);
    }

    /** The unique file that has the content; empty when the file was rejected, and for a folder. */
    public OptionalLong contentId() {
        return content == null ? OptionalLong.empty() : OptionalLong.of(content);
    }

    /** The digest of the content, once it is known. */
    public Optional<Sha256> sha256() {
        return Optional.ofNullable(knownSha256);
    }

    /** The content as a picture, once its thumbnail is made. */
    public Optional<ContentImage> picture() {
        return Optional.ofNullable(image);
    }

    /** How the content is sent to a reader. */
    public ContentDelivery.Presentation presentation() {
        return new ContentDelivery.Presentation(name, MediaType.parseMediaType(mediaType), createdAt);
    }
}
