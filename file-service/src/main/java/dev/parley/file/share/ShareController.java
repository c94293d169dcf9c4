package dev.parley.file.share;

import java.io.IOException;
import java.time.Instant;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.file.FileProblem;
import dev.parley.file.drive.FileContents;
import dev.parley.file.drive.UserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** Share links. Who may call: only the owner of a file makes a link to it; any signed-in person who has the link opens it. */
@RestController
@RequestMapping(ShareController.PATH)
class ShareController {

    static final String PATH = "/api/files/shares";

    private final Shares shares;
    private final SharedFiles sharedFiles;
    private final UserFiles files;
    private final FileContents contents;

    ShareController(Shares shares, SharedFiles sharedFiles, UserFiles files, FileContents contents) {
        this.shares = shares;
        this.sharedFiles = sharedFiles;
        this.files = files;
        this.contents = contents;
    }

    /** Which file to share. */
    record Wish(@Nullable String fileId) {}

    /** A new link; the token is told only here. */
    record Link(String token, String url, Instant createdAt) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Link create(@AuthenticationPrincipal Identity me, @RequestBody Wish wish) {
        String id = wish.fileId();
        if (id == null) {
            throw InvalidRequest.of("fileId", "must be given");
        }
        UserFile file = Ids.parse(id).flatMap(number -> files.findOwn(number, me.userId())).orElseThrow(
                () -> new ProblemException(FileProblem.FILE_NOT_FOUND, "there is no file " + id));
        ShareToken token = ShareToken.random();
        Instant createdAt = shares.add(token, file.id(), me.userId());
        return new Link(token.text(), PATH + "/" + token.text(), createdAt);
    }

    @GetMapping("/{token}")
    SharedFile get(@PathVariable String token) {
        return SharedFile.of(sharedFiles.behind(token));
    }

    /** GET and HEAD. */
    @GetMapping("/{token}/content")
    void content(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        contents.send(sharedFiles.behind(token), request, response);
    }
}
