package dev.parley.file.drive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** A person's own files. Who may call: any signed-in person, for their own files; all others do not exist for them. */
@RestController
@RequestMapping("/api/files/drive")
class DriveController {

    private static final int LARGEST_PAGE = 200;

    private final Drive drive;
    private final UserFiles files;
    private final DriveSpace space;
    private final FileContents contents;

    DriveController(Drive drive, UserFiles files, DriveSpace space, FileContents contents) {
        this.drive = drive;
        this.files = files;
        this.space = space;
        this.contents = contents;
    }

    /** One page of a drive; {@code nextCursor} is missing on the last one. */
    record Page(List<DriveEntry> items, @Nullable String nextCursor) {}

    /** A folder that is to be made. */
    record FolderWish(@Nullable String name, @Nullable String folderId, @Nullable String onConflict) {}

    /** What is to be changed; what is not given stays. */
    record ChangeWish(@Nullable String name, @Nullable String folderId, @Nullable String onConflict) {

        Optional<String> validName() {
            return Optional.ofNullable(name).map(FileName::require);
        }

        OptionalLong folder() {
            return folderId == null ? OptionalLong.empty() : OptionalLong.of(Folders.parse(folderId));
        }
    }

    /** How full a drive is; {@code limit} is missing when there is none. */
    record Space(long used, long claimed, @Nullable Long limit) {}

    @GetMapping
    Page list(@AuthenticationPrincipal Identity me, @RequestParam(required = false) @Nullable String folderId,
            @RequestParam(defaultValue = "created") String sort, @RequestParam(defaultValue = "desc") String order,
            @RequestParam(defaultValue = "50") int limit, @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidRequest.of("limit", "must be between 1 and " + LARGEST_PAGE);
        }
        Listing.Order by = new Listing.Order(Folders.parse(folderId), Sort.parse(sort), isAscending(order));
        Listing.Position after = ListCursor.read(cursor, by);
        List<UserFile> found = drive.list(me.userId(), by, after, limit + 1);
        List<UserFile> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(shown.stream().map(DriveEntry::of).toList(),
                found.size() > limit ? ListCursor.after(shown.getLast(), by) : null);
    }

    @GetMapping("/usage")
    Space usage(@AuthenticationPrincipal Identity me) {
        DriveSpace.Usage usage = space.usage(me.userId());
        return new Space(usage.used(), usage.claimed(), usage.limit() == 0 ? null : usage.limit());
    }

    @GetMapping("/{id}")
    DriveEntry get(@AuthenticationPrincipal Identity me, @PathVariable String id, HttpServletResponse response) {
        return shown(drive.get(me.userId(), id), response);
    }

    @PostMapping("/folders")
    @ResponseStatus(HttpStatus.CREATED)
    DriveEntry createFolder(@AuthenticationPrincipal Identity me, @RequestBody FolderWish wish,
            HttpServletResponse response) {
        String name = FileName.require(wish.name());
        return shown(drive.createFolder(me.userId(), Folders.parse(wish.folderId()), name,
                NameConflict.parse(wish.onConflict())), response);
    }

    @PatchMapping("/{id}")
    DriveEntry change(@AuthenticationPrincipal Identity me, @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ChangeWish wish, HttpServletResponse response) {
        TreeChanges.Change change = new TreeChanges.Change(wish.validName(), wish.folder(),
                NameConflict.parse(wish.onConflict()), Revision.ifMatch(ifMatch));
        return shown(drive.change(me.userId(), id, change), response);
    }

    @PostMapping("/{id}/copy")
    @ResponseStatus(HttpStatus.CREATED)
    DriveEntry copy(@AuthenticationPrincipal Identity me, @PathVariable String id, @RequestBody ChangeWish wish,
            HttpServletResponse response) {
        return shown(drive.copy(me.userId(), id, wish.folder(), wish.validName(),
                NameConflict.parse(wish.onConflict())), response);
    }

    /** Into the trash. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Identity me, @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        drive.putIntoTrash(me.userId(), id, Revision.ifMatch(ifMatch));
    }

    /** GET and HEAD. */
    @GetMapping("/{id}/content")
    void content(@AuthenticationPrincipal Identity me, @PathVariable String id, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        contents.send(Ids.parse(id).flatMap(number -> files.findOwn(number, me.userId()))
                .orElseThrow(() -> Entries.notFound(id)), request, response);
    }

    private static boolean isAscending(String order) {
        return switch (order) {
            case "asc" -> true;
            case "desc" -> false;
            default -> throw InvalidRequest.of("order", "must be asc or desc");
        };
    }

    /** The tag goes into the header by hand: a client that asks again is always shown the entry, whose status may be another one. */
    private static DriveEntry shown(UserFile entry, HttpServletResponse response) {
        response.setHeader(HttpHeaders.ETAG, Revision.tag(entry));
        return DriveEntry.of(entry);
    }
}
