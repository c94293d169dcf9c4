package dev.parley.file.share;

import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.file.drive.UserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.platform.problem.ProblemException;

/** The files behind links. */
@Component
class SharedFiles {

    private final Shares shares;
    private final UserFiles files;

    SharedFiles(Shares shares, UserFiles files) {
        this.shares = shares;
        this.files = files;
    }

    /**
     * The file that a link opens.
     *
     * @throws ProblemException {@code share-not-found}, whether the link never was or its file is gone
     */
    UserFile behind(String token) {
        return shares.fileOf(new ShareToken(token)).flatMap(files::find)
                .orElseThrow(() -> new ProblemException(FileProblem.SHARE_NOT_FOUND, "the link opens nothing"));
    }
}
