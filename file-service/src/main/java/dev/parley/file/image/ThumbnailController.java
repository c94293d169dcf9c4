package dev.parley.file.image;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

import dev.parley.file.FileProblem;
import dev.parley.file.blob.BlobStore;
import dev.parley.file.blob.StoredBytes;
import dev.parley.file.content.ContentImage;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.drive.UserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/** Thumbnails. Who may call: any signed-in person, for their own files; all others do not exist for them. */
@RestController
class ThumbnailController {

    private final UserFiles files;
    private final BlobStore blobs;

    ThumbnailController(UserFiles files, BlobStore blobs) {
        this.files = files;
        this.blobs = blobs;
    }

    /** GET and HEAD. The thumbnail of a content never changes, so its name is its tag. */
    @GetMapping("/api/files/drive/{id}/thumbnail")
    void thumbnail(@AuthenticationPrincipal Identity me, @PathVariable String id, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        UserFile file = Ids.parse(id).flatMap(number -> files.findOwn(number, me.userId()))
                .orElseThrow(() -> new ProblemException(FileProblem.FILE_NOT_FOUND, "there is no file " + id));
        ContentImage image = file.picture().orElseThrow(ThumbnailController::none);
        long content = file.contentId().orElseThrow(ThumbnailController::none);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        String tag = "\"" + UniqueFile.thumbnailKeyOf(content) + "\"";
        if (new ServletWebRequest(request, response).checkNotModified(tag)) {
            return;
        }
        try (StoredBytes bytes = blobs.open(UniqueFile.thumbnailKeyOf(content))
                .orElseThrow(ThumbnailController::none)) {
            response.setContentType(image.thumbnailType());
            response.setContentLengthLong(bytes.size());
            response.setHeader("X-Content-Type-Options", "nosniff");
            if (!"HEAD".equals(request.getMethod())) {
                bytes.copyTo(0, bytes.size(), response.getOutputStream());
            }
        }
    }

    private static ProblemException none() {
        return new ProblemException(FileProblem.NO_THUMBNAIL, "it is no picture, or its thumbnail is not made yet");
    }
}
