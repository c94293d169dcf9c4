package dev.parley.file.upload;

import java.time.Instant;

import dev.parley.file.drive.FileDescription;
import dev.parley.platform.id.Ids;

/**
 * An upload; how far it has come is the size of its staged file.
 *
 * @param id its id, and later that of the file in the drive
 * @param ownerId who uploads
 * @param length how many bytes there will be
 * @param metadata the Upload-Metadata header as it came
 * @param description what the metadata says of the file
 * @param finished whether the file is in the drive
 * @param expiresAt when it is given up if it is not finished
 */
record Upload(long id, long ownerId, long length, String metadata, FileDescription description, boolean finished,
        Instant expiresAt) {

    /** The name of its staged file. */
    String stagingKey() {
        return Ids.format(id);
    }
}
