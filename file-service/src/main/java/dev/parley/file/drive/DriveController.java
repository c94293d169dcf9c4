package dev.parley.file.drive;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** A person's own files. Who may call: any signed-in person, for their own files; all others do not exist for them. */
@RestController
@RequestMapping("/api/files/drive")
class DriveController {

    private static final int LARGEST_PAGE = 200;

    private final UserFiles files;
    private final FileContents contents;

    DriveController(UserFiles files, FileContents contents) {
        this.files = files;
        this.contents = contents;
    }

    /** One page of a drive; {@code nextCursor} is missing on the last one. */
    record Page(List<DriveFile> items, @Nullable String nextCursor) {}

    @GetMapping
    Page list(@AuthenticationPrincipal Identity me, @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidRequest.of("limit", "must be between 1 and " + LARGEST_PAGE);
        }
        List<UserFile> found = files.page(me.userId(), DriveCursor.read(cursor), limit + 1);
        List<UserFile> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(shown.stream().map(DriveFile::of).toList(),
                found.size() > limit ? DriveCursor.after(shown.getLast().id()) : null);
    }

    @GetMapping("/{id}")
    DriveFile get(@AuthenticationPrincipal Identity me, @PathVariable String id) {
        return DriveFile.of(own(me, id));
    }

    /** GET and HEAD. */
    @GetMapping("/{id}/content")
    void content(@AuthenticationPrincipal Identity me, @PathVariable String id, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        contents.send(own(me, id), request, response);
    }

    private UserFile own(Identity me, String id) {
        return Ids.parse(id).flatMap(number -> files.findOwn(number, me.userId()))
                .orElseThrow(() -> new ProblemException(FileProblem.FILE_NOT_FOUND, "there is no file " + id));
    }
}
