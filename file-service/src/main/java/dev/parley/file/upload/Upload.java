package dev.parley.file.upload;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.file.drive.FileDescription;
import dev.parley.platform.id.Ids;

/**
 * An upload; how far it has come is the size of its staged file.
 *
 * @param id its id, and later that of the file in the drive
 * @param ownerId who uploads
 * @param length how many bytes there will be, or {@link #UNKNOWN}
 * @param metadata the Upload-Metadata header as it came
 * @param description what the metadata says of the file
 * @param folderId where the file will be; 0 is the root of the drive
 * @param concat the Upload-Concat header as it came, or null for an upload that is a file by itself
 * @param usedBy the final upload that has the bytes of this partial one, or 0
 * @param unverifiedFrom where bytes begin whose checksum was not compared yet, or {@link #UNKNOWN}
 * @param finished whether the file is in the drive; of a partial upload, whether it is used up
 * @param expiresAt when it is given up if it is not finished
 */
record Upload(long id, long ownerId, long length, String metadata, FileDescription description, long folderId,
        @Nullable String concat, long usedBy, long unverifiedFrom, boolean finished, Instant expiresAt) {

    static final long UNKNOWN = -1;

    /** The name of its staged file. */
    String stagingKey() {
        return Ids.format(id);
    }

    boolean lengthKnown() {
        return length != UNKNOWN;
    }

    /** Whether its bytes are to become a part of a final upload. */
    boolean partial() {
        return UploadConcat.PARTIAL.equals(concat);
    }

    /** What it is made of, if it is a final upload. */
    Optional<UploadConcat> parts() {
        return concat == null || partial() ? Optional.empty() : Optional.of(UploadConcat.parse(concat));
    }

    /** Whether nothing can be written to it any more. */
    boolean settled() {
        return finished || usedBy != 0;
    }

    /** Whether these are all its bytes. */
    boolean complete(long offset) {
        return offset == length;
    }

    Upload withLength(long known) {
        return new Upload(id, ownerId, known, metadata, description, folderId, concat, usedBy, unverifiedFrom, finished,
                expiresAt);
    }
}
