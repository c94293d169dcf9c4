package dev.parley.file.upload;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;

/**
 * tus 1.0.0: core, creation, creation-with-upload, expiration, termination. Who may call: any signed-in person; an upload exists only for
 * the one who created it.
 */
@RestController
@RequestMapping(UploadController.PATH)
class UploadController {

    static final String PATH = "/api/files/uploads";
    private static final String EXTENSIONS = "creation,creation-with-upload,expiration,termination";
    private static final String OFFSET = "Upload-Offset";

    private final UploadService uploads;
    private final UploadSettings settings;

    UploadController(UploadService uploads, UploadSettings settings) {
        this.uploads = uploads;
        this.settings = settings;
    }

    /** Every answer names the version, refusals too; a refused version is told which ones there are. */
    @ModelAttribute
    void version(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Tus-Resumable", TusRequest.VERSION);
        response.setHeader("Tus-Version", TusRequest.VERSION);
        if (!"OPTIONS".equals(request.getMethod())) {
            new TusRequest(request).requireVersion();
        }
    }

    @RequestMapping(path = {"", "/{id}"}, method = RequestMethod.OPTIONS)
    void options(HttpServletResponse response) {
        response.setHeader("Tus-Extension", EXTENSIONS);
        response.setHeader("Tus-Max-Size", Long.toString(settings.maxSize().toBytes()));
        response.setStatus(HttpStatus.NO_CONTENT.value());
    }

    @PostMapping
    void create(@AuthenticationPrincipal Identity me, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        TusRequest tus = new TusRequest(request);
        UploadService.Standing standing = uploads.create(me.userId(), tus.length(settings.maxSize().toBytes()),
                tus.metadata());
        // A path, not an address: the client sees the gateway's.
        response.setHeader(HttpHeaders.LOCATION, PATH + "/" + Ids.format(standing.upload().id()));
        if (tus.carriesBytes()) {
            standing = uploads.append(Ids.format(standing.upload().id()), me.userId(), 0, request.getInputStream(),
                    tus.bodyLength());
            response.setHeader(OFFSET, Long.toString(standing.offset()));
        }
        tellExpiry(standing.upload(), response);
        response.setStatus(HttpStatus.CREATED.value());
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.HEAD)
    void head(@AuthenticationPrincipal Identity me, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        UploadService.Standing standing = uploads.standing(id, me.userId());
        response.setHeader(OFFSET, Long.toString(standing.offset()));
        response.setHeader("Upload-Length", Long.toString(standing.upload().length()));
        if (!standing.upload().metadata().isEmpty()) {
            response.setHeader("Upload-Metadata", standing.upload().metadata());
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        tellExpiry(standing.upload(), response);
        response.setStatus(HttpStatus.OK.value());
    }

    @PatchMapping("/{id}")
    void append(@AuthenticationPrincipal Identity me, @PathVariable String id, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        TusRequest tus = new TusRequest(request);
        tus.requireBytes();
        UploadService.Standing standing = uploads.append(id, me.userId(), tus.offset(), request.getInputStream(),
                tus.bodyLength());
        response.setHeader(OFFSET, Long.toString(standing.offset()));
        tellExpiry(standing.upload(), response);
        response.setStatus(HttpStatus.NO_CONTENT.value());
    }

    @DeleteMapping("/{id}")
    void terminate(@AuthenticationPrincipal Identity me, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        uploads.terminate(id, me.userId());
        response.setStatus(HttpStatus.NO_CONTENT.value());
    }

    private static void tellExpiry(Upload upload, HttpServletResponse response) {
        if (!upload.finished()) {
            ZonedDateTime expires = upload.expiresAt().atZone(ZoneOffset.UTC);
            response.setHeader("Upload-Expires", DateTimeFormatter.RFC_1123_DATE_TIME.format(expires));
        }
    }
}
