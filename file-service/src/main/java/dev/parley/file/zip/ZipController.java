package dev.parley.file.zip;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.file.FileProblem;
import dev.parley.file.content.ContentReader;
import dev.parley.file.content.SavedName;
import dev.parley.file.drive.FileContents;
import dev.parley.file.drive.Tree;
import dev.parley.file.drive.UserFile;
import dev.parley.file.limit.RateLimits;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** A selection of a drive as one zip. Who may call: the owner of all that is selected. */
@RestController
class ZipController {

    private static final int MOST_SELECTED = 200;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String SEVERAL = "files";

    private final Tree tree;
    private final FileContents contents;
    private final RateLimits limits;
    private final ZipSettings settings;

    ZipController(Tree tree, FileContents contents, RateLimits limits, ZipSettings settings) {
        this.tree = tree;
        this.contents = contents;
        this.limits = limits;
        this.settings = settings;
    }

    /**
     * GET and HEAD. Memory depends neither on how many files there are nor on their sizes. When a file cannot be read to its end, or is gone
     * when its turn comes, the connection breaks: a zip that ends properly has all that was selected.
     */
    @GetMapping("/api/files/drive/zip")
    void zip(@AuthenticationPrincipal Identity me,
            @RequestParam(name = "id", required = false) @Nullable List<String> id,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        Set<Long> selected = selected(id == null ? List.of() : id);
        limits.require("zip", me.userId(), settings.perMinute(), MINUTE);
        long entries = tree.walk(me.userId(), selected).limit(settings.mostEntries() + 1L).count();
        if (entries > settings.mostEntries()) {
            throw new ProblemException(FileProblem.ZIP_TOO_LARGE,
                    "a zip has at most " + settings.mostEntries() + " files and folders");
        }
        Iterator<Tree.Walked> walk = tree.walk(me.userId(), selected).iterator();
        Tree.Walked first = walk.next();
        response.setContentType("application/zip");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
                SavedName.attachment((selected.size() == 1 ? first.entry().name() : SEVERAL) + ".zip"));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!HttpMethod.HEAD.matches(request.getMethod())) {
            send(first, walk, response);
        }
    }

    private static Set<Long> selected(List<String> ids) {
        if (ids.isEmpty() || ids.size() > MOST_SELECTED) {
            throw InvalidRequest.of("id", "must be given, 1 to " + MOST_SELECTED + " times");
        }
        Set<Long> selected = new LinkedHashSet<>();
        ids.forEach(id -> selected.add(Ids.parse(id).orElseThrow(
                () -> new ProblemException(FileProblem.FILE_NOT_FOUND, "there is no file " + id))));
        return selected;
    }

    private void send(Tree.Walked first, Iterator<Tree.Walked> rest, HttpServletResponse response)
            throws IOException {
        OutputStream out = response.getOutputStream();
        try (ZipArchive zip = new ZipArchive(out)) {
            add(first, zip);
            while (rest.hasNext()) {
                add(rest.next(), zip);
            }
            zip.finish();
        } catch (IOException | RuntimeException broken) {
            if (!response.isCommitted()) {
                response.reset(); // then the problem is the whole answer
            }
            throw broken;
        }
    }

    private void add(Tree.Walked walked, ZipArchive zip) throws IOException {
        UserFile entry = walked.entry();
        if (entry.isFolder()) {
            zip.folder(walked.path(), entry.createdAt());
        } else if (entry.contentId().isPresent()) { // a rejected file has no content
            try (ContentReader.Opened opened = contents.open(entry)) {
                zip.file(walked.path(), MediaType.parseMediaType(entry.mediaType()), entry.createdAt(),
                        opened.bytes());
            }
        }
    }
}
