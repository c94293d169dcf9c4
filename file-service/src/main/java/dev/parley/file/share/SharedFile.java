package dev.parley.file.share;

import org.jspecify.annotations.Nullable;

import dev.parley.file.content.Sha256;
import dev.parley.file.drive.UserFile;

/** A file as it is shown to who has the link. */
record SharedFile(String name, long size, String mediaType, String status, @Nullable String sha256) {

    static SharedFile of(UserFile file) {
        return new SharedFile(file.name(), file.size(), file.mediaType(), file.status().word(),
                file.sha256().map(Sha256::hex).orElse(null));
    }
}
