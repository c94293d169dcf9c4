package dev.parley.file.drive;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.parley.file.content.ContentImage;
import dev.parley.file.content.Sha256;
import dev.parley.platform.id.Ids;

/**
 * A file or a folder as its owner sees it in the API.
 *
 * @param id its id
 * @param kind file or folder
 * @param name its name
 * @param folderId the folder that it is in; missing in the root
 * @param size in bytes; missing for a folder
 * @param mediaType its type; missing for a folder
 * @param status processing, available or rejected
 * @param statusReason why it was rejected
 * @param sha256 the digest in hex, once it is known
 * @param createdAt when its last byte arrived
 * @param modifiedAt when it was last named, moved or restored
 * @param image missing for what is no picture, or has no thumbnail yet
 */
public record DriveEntry(String id, String kind, String name, @Nullable String folderId, @Nullable Long size,
        @Nullable String mediaType, String status, @Nullable String statusReason, @Nullable String sha256,
        Instant createdAt, Instant modifiedAt, @Nullable Image image) {

    /** A picture: its dimensions as it is to be shown, and where its thumbnail is. */
    public record Image(int width, int height, String thumbnail) {}

    /** The API's view of a file or folder. */
    public static DriveEntry of(UserFile file) {
        return new DriveEntry(Ids.format(file.id()), file.kind().word(), file.name(), formatFolder(file.folderId()),
                file.isFolder() ? null : file.size(), file.isFolder() ? null : file.mediaType(), file.status().word(),
                file.statusReason(), file.sha256().map(Sha256::hex).orElse(null), file.createdAt(),
                file.modifiedAt(), file.picture().map(picture -> imageOf(file, picture)).orElse(null));
    }

    private static Image imageOf(UserFile file, ContentImage picture) {
        return new Image(picture.width(), picture.height(),
                "/api/files/drive/" + Ids.format(file.id()) + "/thumbnail");
    }

    private static @Nullable String formatFolder(long folderId) {
        return folderId > 0 ? Ids.format(folderId) : null;
    }
}
