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

import dev.parley.file.drive.DriveEntry;
import dev.parley.file.drive.FileContents;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/**
 * What a link opens. Who may call: any signed-in person who has the link, belongs to its channel if it has one, and knows its password if
 * it has one, until it expires or is taken back. {@code share} is the token.
 */
@RestController
@RequestMapping(ShareController.PATH + "/{share}")
class OpenedShareController {

    private final SharedFiles sharedFiles;
    private final FileContents contents;
    private final DownloadCount downloads;
    private final VisitLog visits;
    private final ShareSaving saving;

    OpenedShareController(SharedFiles sharedFiles, FileContents contents, DownloadCount downloads, VisitLog visits,
            ShareSaving saving) {
        this.sharedFiles = sharedFiles;
        this.contents = contents;
        this.downloads = downloads;
        this.visits = visits;
        this.saving = saving;
    }

    record Unlocking(@Nullable String password) {

        @Override
        public String toString() {
            return "Unlocking";
        }
    }

    /** Goes into the header {@code Parley-Share-Access}, or the parameter {@code access}. */
    record Unlocked(String accessKey, Instant expiresAt) {}

    @GetMapping
    SharedFile get(@AuthenticationPrincipal Identity me, @PathVariable String share, HttpServletRequest request) {
        SharedFiles.Opened opened = sharedFiles.open(share, Visitor.of(me, request));
        visits.note(opened.share(), me.userId(), Visit.What.VIEWED);
        return SharedFile.of(opened);
    }

    /** GET and HEAD. */
    @GetMapping("/content")
    void content(@AuthenticationPrincipal Identity me, @PathVariable String share, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        SharedFiles.Opened opened = sharedFiles.open(share, Visitor.of(me, request));
        contents.send(opened.file(), () -> count(opened.share(), me.userId()), request, response);
    }

    @PostMapping("/unlock")
    Unlocked unlock(@AuthenticationPrincipal Identity me, @PathVariable String share,
            @RequestBody Unlocking unlocking, HttpServletRequest request) {
        String password = unlocking.password();
        if (password == null) {
            throw InvalidRequest.of("password", "must be given");
        }
        AccessKeys.AccessKey key = sharedFiles.unlock(share, password, Visitor.of(me, request));
        return new Unlocked(key.text(), key.expiresAt());
    }

    @PostMapping("/save")
    @ResponseStatus(HttpStatus.CREATED)
    DriveEntry save(@AuthenticationPrincipal Identity me, @PathVariable String share,
            @RequestBody(required = false) @Nullable SaveWish wish, HttpServletRequest request) {
        SharedFiles.Opened opened = sharedFiles.open(share, Visitor.of(me, request));
        ShareSaving.Place place = ShareSaving.Place.of(wish == null ? SaveWish.NONE : wish, opened.file());
        if (opened.share().isLimited()) {
            downloads.count(opened.share().id(), me.userId());
        }
        DriveEntry saved = saving.save(opened.file(), me.userId(), place);
        visits.note(opened.share(), me.userId(), Visit.What.SAVED);
        return saved;
    }

    private void count(Share share, long userId) {
        if (!share.isLimited()) {
            visits.countAndNote(share, userId);
        } else if (downloads.count(share.id(), userId)) {
            visits.note(share, userId, Visit.What.DOWNLOADED);
        }
    }
}
