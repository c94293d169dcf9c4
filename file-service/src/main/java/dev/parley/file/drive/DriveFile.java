package dev.parley.file.drive;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.parley.file.content.Sha256;
import dev.parley.platform.id.Ids;

/**
 * A file as its owner sees it in the API.
 *
 * @param id its id
 * @param name its name
 * @param size in bytes
 * @param mediaType its type
 * @param status processing, available or rejected
 * @param statusReason why it was rejected
 * @param sha256 the digest in hex, once it is known
 * @param createdAt when its last byte arrived
 */
public record DriveFile(String id, String name, long size, String mediaType, String status,
        @Nullable String statusReason, @Nullable String sha256, Instant createdAt) {

    /** The API's view of a file. */
    public static DriveFile of(UserFile file) {
        return new DriveFile(Ids.format(file.id()), file.name(), file.size(), file.mediaType(), file.status().word(),
                file.statusReason(), file.sha256().map(Sha256::hex).orElse(null), file.createdAt());
    }
}
