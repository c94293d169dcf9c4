package dev.parley.file.upload;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.file.FileProblem;
import dev.parley.file.upload.ChecksummedAppend.ChecksumMismatchException;
import dev.parley.file.upload.UploadCreation.NewUpload;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/**
 * tus 1.0.0: core, creation, creation-with-upload, creation-defer-length, checksum, expiration, termination, concatenation. Who may call: any signed-in person; an upload exists only for
 * the one who created it.
 */
@RestController
@RequestMapping(UploadController.PATH)
class UploadController {

    static final String PATH = "/api/files/uploads";
    private static final String EXTENSIONS = "creation,creation-with-upload,creation-defer-length,checksum,expiration,"
            + "termination,concatenation";
    private static final String OFFSET = "Upload-Offset";

    /** The status that tus has for it; HTTP knows none. */
    private static final int CHECKSUM_MISMATCH = 460;

    private final UploadCreation creation;
    private final Concatenation concatenation;
    private final UploadService uploads;
    private final BodyInterruption interruption;
    private final UploadSettings settings;

    UploadController(UploadCreation creation, Concatenation concatenation, UploadService uploads,
            BodyInterruption interruption, UploadSettings settings) {
        this.creation = creation;
        this.concatenation = concatenation;
        this.uploads = uploads;
        this.interruption = interruption;
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
        response.setHeader("Tus-Checksum-Algorithm", UploadChecksum.ALGORITHMS);
        response.setStatus(HttpStatus.NO_CONTENT.value());
    }

    @PostMapping
    void create(@AuthenticationPrincipal Identity me, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        TusRequest tus = new TusRequest(request);
        Optional<UploadConcat> concat = tus.concat();
        UploadStanding standing;
        if (concat.isPresent() && !concat.get().partial()) {
            tus.requireNoLength();
            Upload upload = concatenation.open(me.userId(), concat.get(), tus.metadata());
            tellLocation(upload, response);
            standing = concatenation.assemble(upload);
        } else {
            NewUpload upload = new NewUpload(me.userId(), tus.newLength(settings.maxSize().toBytes()), tus.metadata(),
                    concat.isPresent());
            UploadPiece first = tus.carriesBytes()
                    ? new UploadPiece(0, request.getInputStream(), tus.bodyLength(), OptionalLong.empty(),
                            tus.checksum(), interruption.of(request))
                    : null;
            standing = creation.create(upload, first, opened -> tellLocation(opened, response));
        }
        if (tus.carriesBytes()) {
            response.setHeader(OFFSET, Long.toString(standing.offset()));
        }
        tellExpiry(standing.upload(), response);
        response.setStatus(HttpStatus.CREATED.value());
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.HEAD)
    void head(@AuthenticationPrincipal Identity me, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        UploadStanding standing = uploads.standing(id, me.userId());
        Upload upload = standing.upload();
        response.setHeader(OFFSET, Long.toString(standing.offset()));
        if (upload.lengthKnown()) {
            response.setHeader(TusRequest.LENGTH, Long.toString(upload.length()));
        } else {
            response.setHeader(TusRequest.DEFER_LENGTH, "1");
        }
        if (upload.concat() != null) {
            response.setHeader("Upload-Concat", upload.concat());
        }
        if (!upload.metadata().isEmpty()) {
            response.setHeader("Upload-Metadata", upload.metadata());
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        tellExpiry(upload, response);
        response.setStatus(HttpStatus.OK.value());
    }

    @PatchMapping("/{id}")
    void append(@AuthenticationPrincipal Identity me, @PathVariable String id, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        TusRequest tus = new TusRequest(request);
        tus.requireBytes();
        UploadPiece piece = new UploadPiece(tus.offset(), request.getInputStream(), tus.bodyLength(),
                tus.declaredLength(settings.maxSize().toBytes()), tus.checksum(),
                interruption.of(request));
        UploadStanding standing = uploads.append(id, me.userId(), piece);
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

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mismatch(ChecksumMismatchException mismatch) {
        ProblemDetail problem = new ProblemException(FileProblem.CHECKSUM_MISMATCH,
                String.valueOf(mismatch.getMessage())).with("offset", mismatch.offset()).toProblemDetail();
        problem.setStatus(CHECKSUM_MISMATCH);
        return ResponseEntity.status(CHECKSUM_MISMATCH).body(problem);
    }

    /** A path, not an address: the client sees the gateway's. */
    private static void tellLocation(Upload upload, HttpServletResponse response) {
        response.setHeader(HttpHeaders.LOCATION, PATH + "/" + Ids.format(upload.id()));
    }

    private static void tellExpiry(Upload upload, HttpServletResponse response) {
        if (!upload.finished()) {
            ZonedDateTime expires = upload.expiresAt().atZone(ZoneOffset.UTC);
            response.setHeader("Upload-Expires", DateTimeFormatter.RFC_1123_DATE_TIME.format(expires));
        }
    }
}
