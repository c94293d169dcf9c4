package dev.parley.file.upload;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.file.content.Sha256;
import dev.parley.file.drive.FileName;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** The unfinished uploads of the person who asks, so that a client that has lost an address goes on instead of beginning again. */
@RestController
class UnfinishedUploadsController {

    private static final int LARGEST_PAGE = 200;

    private final UnfinishedUploads uploads;
    private final UploadOffsets offsets;

    UnfinishedUploadsController(UnfinishedUploads uploads, UploadOffsets offsets) {
        this.uploads = uploads;
        this.offsets = offsets;
    }

    /**
     * An unfinished upload.
     *
     * @param size how many bytes there will be; missing while that is not known
     * @param offset how many were there a moment ago; HEAD tells the exact number, and ends a request that still writes
     * @param partial whether it is to become a part of another one
     */
    record Unfinished(String id, String url, String name, @Nullable Long size, long offset, @Nullable String sha256,
            @Nullable String folderId, @Nullable Boolean partial, Instant createdAt, Instant expiresAt) {

        static Unfinished of(Upload upload, long offset) {
            String id = Ids.format(upload.id());
            return new Unfinished(id, UploadController.PATH + "/" + id, upload.description().name(),
                    upload.lengthKnown() ? upload.length() : null, offset,
                    upload.description().sha256().map(Sha256::hex).orElse(null),
                    upload.folderId() == 0 ? null : Ids.format(upload.folderId()), upload.partial() ? true : null,
                    Ids.createdAt(upload.id()), upload.expiresAt());
        }
    }

    /** One page of them, the newest first; {@code nextCursor} is missing on the last one. */
    record Page(List<Unfinished> items, @Nullable String nextCursor) {}

    @GetMapping(UploadController.PATH)
    Page list(@AuthenticationPrincipal Identity me, @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable Long size,
            @RequestParam(required = false) @Nullable String sha256) throws IOException {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidRequest.of("limit", "must be between 1 and " + LARGEST_PAGE);
        }
        if (size != null && size < 0) {
            throw InvalidRequest.of("size", "must not be negative");
        }
        List<Upload> found = uploads.page(me.userId(),
                new UnfinishedUploads.Filter(Optional.ofNullable(name).map(FileName::normalize),
                        size == null ? OptionalLong.empty() : OptionalLong.of(size),
                        Optional.ofNullable(sha256).map(UnfinishedUploadsController::digest)),
                below(cursor), limit + 1);
        List<Upload> shown = found.subList(0, Math.min(limit, found.size()));
        Map<Long, Long> known = offsets.of(shown);
        return new Page(shown.stream().flatMap(upload -> Stream.ofNullable(known.get(upload.id()))
                .map(offset -> Unfinished.of(upload, offset))).toList(),
                found.size() > limit ? Ids.format(shown.getLast().id()) : null);
    }

    private static Sha256 digest(String text) {
        return Sha256.parse(text).orElseThrow(() -> InvalidRequest.of("sha256", "must be 64 hexadecimal digits"));
    }

    private static long below(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        return Ids.parse(cursor).orElseThrow(() -> InvalidRequest.of("cursor", "must be one that a list has given"));
    }
}
