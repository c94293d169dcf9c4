package dev.parley.file.drive;

import java.util.Optional;

import dev.parley.file.content.Sha256;

/**
 * A file that is to appear in somebody's drive.
 *
 * @param id the id it will have
 * @param ownerId whose it will be
 * @param folderId where it will be; 0 is the root
 * @param description its name and type
 * @param size in bytes
 * @param contentId the unique file
 * @param status processing or available
 */
public record NewUserFile(long id, long ownerId, long folderId, FileDescription description, long size,
        long contentId, FileStatus status) {

    /** What the sender declared the content to be. */
    Optional<Sha256> declared() {
        return description.sha256();
    }
}
