package dev.parley.file.share;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.parley.file.content.Sha256;
import dev.parley.file.drive.UserFile;
import dev.parley.platform.id.Ids;

/**
 * A file as it is shown to who has the link.
 *
 * @param channelId the channel to whose members alone it opens
 * @param expiresAt when the link closes
 * @param downloadsLeft how many downloads are left, when they are limited
 */
record SharedFile(String name, long size, String mediaType, String status, @Nullable String sha256,
        @Nullable String channelId, @Nullable Instant expiresAt, @Nullable Integer downloadsLeft) {

    static SharedFile of(SharedFiles.Opened opened) {
        UserFile file = opened.file();
        Share share = opened.share();
        return new SharedFile(file.name(), file.size(), file.mediaType(), file.status().word(),
                file.sha256().map(Sha256::hex).orElse(null), share.channelId().map(Ids::format).orElse(null),
                share.terms().expiresAt(), share.downloadsLeft().orElse(null));
    }
}
