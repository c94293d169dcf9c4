package dev.parley.file.drive;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** Search by name. Who may call: any signed-in person; only their own drive is looked through. */
@RestController
class SearchController {

    private static final int LARGEST_PAGE = 200;
    private static final int LONGEST = 100;

    private final Search search;

    SearchController(Search search) {
        this.search = search;
    }

    /** One page; {@code nextCursor} is missing when everything was looked at. */
    record Page(List<DriveEntry> items, @Nullable String nextCursor) {}

    @GetMapping("/api/files/drive/search")
    Page find(@AuthenticationPrincipal Identity me, @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "50") int limit, @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidRequest.of("limit", "must be between 1 and " + LARGEST_PAGE);
        }
        String text = Normalizer.normalize(q, Normalizer.Form.NFC).strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            throw InvalidRequest.of("q", "must have 1 to " + LONGEST + " characters");
        }
        Search.Found found = search.find(me.userId(), text, cursor == null ? Long.MAX_VALUE : read(cursor), limit);
        Long next = found.next();
        return new Page(found.entries().stream().map(DriveEntry::of).toList(), next == null ? null : text(next));
    }

    private static String text(long id) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(("s." + Ids.format(id)).getBytes(StandardCharsets.US_ASCII));
    }

    private static long read(String cursor) {
        return decode(cursor).filter(text -> text.startsWith("s.")).flatMap(text -> Ids.parse(text.substring(2)))
                .orElseThrow(() -> InvalidRequest.of("cursor", "must be one that a search has given"));
    }

    private static Optional<String> decode(String cursor) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
