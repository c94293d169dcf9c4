package dev.parley.file.instant;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.drive.FileDescription;
import dev.parley.file.drive.FileStatus;
import dev.parley.file.drive.NewUserFile;
import dev.parley.file.drive.UserFiles;

/** Makes the file of a proved challenge. */
@Component
class InstantCompletion {

    private final UniqueFiles contents;
    private final UserFiles files;

    InstantCompletion(UniqueFiles contents, UserFiles files) {
        this.contents = contents;
        this.files = files;
    }

    /** The content is locked until the file refers to it, so that it cannot be removed in between. */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    void complete(Challenge challenge, UniqueFile proved) {
        UniqueFile content = contents.findAndLock(proved.id()).orElseThrow(InstantUploads::expired);
        FileDescription description = new FileDescription(challenge.name(), challenge.mediaType(), null);
        files.add(
                new NewUserFile(challenge.id(), challenge.ownerId(), challenge.folderId(), description, content.size(),
                        content.id(),
                        FileStatus.AVAILABLE));
    }
}
