package dev.parley.file.drive;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** A person's trash. Who may call: any signed-in person, for their own; what others have there does not exist for them. */
@RestController
@RequestMapping("/api/files/trash")
class TrashController {

    private static final int LARGEST_PAGE = 200;

    private final Drive drive;
    private final Trash trash;
    private final DriveSettings settings;

    TrashController(Drive drive, Trash trash, DriveSettings settings) {
        this.drive = drive;
        this.trash = trash;
        this.settings = settings;
    }

    /** A file or folder in the trash; {@code folderId} is where it was. */
    record TrashEntry(@JsonUnwrapped DriveEntry entry, Instant trashedAt, Instant expiresAt) {}

    /** One page of the trash; {@code nextCursor} is missing on the last one. */
    record Page(List<TrashEntry> items, @Nullable String nextCursor) {}

    /** How something is to be restored. */
    record RestoreWish(@Nullable String onConflict) {}

    @GetMapping
    Page list(@AuthenticationPrincipal Identity me, @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidRequest.of("limit", "must be between 1 and " + LARGEST_PAGE);
        }
        KeyCursor before = cursor == null ? KeyCursor.FIRST : KeyCursor.read(cursor);
        List<Trash.Trashed> found = trash.page(me.userId(), before.instant(), before.id(), limit + 1);
        List<Trash.Trashed> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(shown.stream().map(this::entry).toList(),
                found.size() > limit ? cursor(shown.getLast()).text() : null);
    }

    private static KeyCursor cursor(Trash.Trashed last) {
        return new KeyCursor(ChronoUnit.MICROS.between(Instant.EPOCH, last.since()), last.entry().id());
    }

    private TrashEntry entry(Trash.Trashed trashed) {
        return new TrashEntry(DriveEntry.of(trashed.entry()), trashed.since(),
                trashed.since().plus(settings.trashExpiresAfter()));
    }

    @PostMapping("/{id}/restore")
    DriveEntry restore(@AuthenticationPrincipal Identity me, @PathVariable String id,
            @RequestBody(required = false) @Nullable RestoreWish wish, HttpServletResponse response) {
        UserFile restored = drive.restore(me.userId(), id,
                NameConflict.parse(wish == null ? null : wish.onConflict()));
        response.setHeader(HttpHeaders.ETAG, Revision.tag(restored));
        return DriveEntry.of(restored);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal Identity me, @PathVariable String id) {
        drive.removeForGood(me.userId(), id);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void empty(@AuthenticationPrincipal Identity me) {
        drive.emptyTrash(me.userId());
    }
}
