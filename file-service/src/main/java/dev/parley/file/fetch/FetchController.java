package dev.parley.file.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
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

/** Offline download. Who may call: any signed-in person, for their own jobs; all others do not exist for them. */
@RestController
@RequestMapping("/api/files/fetches")
class FetchController {

    private static final int LARGEST_PAGE = 200;

    private final FetchService fetches;

    FetchController(FetchService fetches) {
        this.fetches = fetches;
    }

    /** One page, newest first; {@code nextCursor} is missing on the last one. */
    record Page(List<FetchView> items, @Nullable String nextCursor) {}

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    FetchView create(@AuthenticationPrincipal Identity me, @RequestBody FetchService.Request request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String requestKey) {
        if (requestKey != null && !requestKey.matches("[\\x21-\\x7e]{1,64}")) {
            throw InvalidRequest.of("Idempotency-Key", "must be 1 to 64 printable characters");
        }
        return FetchView.of(fetches.create(me.userId(), request, requestKey));
    }

    @GetMapping
    Page list(@AuthenticationPrincipal Identity me, @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "50") int limit, @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidRequest.of("limit", "must be between 1 and " + LARGEST_PAGE);
        }
        Optional<FetchState> only = Optional.ofNullable(state).map(word -> FetchState.named(word)
                .orElseThrow(() -> InvalidRequest.of("state", "must be a state of a fetch")));
        List<FetchJob> found = fetches.page(me.userId(), only, before(cursor), limit + 1);
        List<FetchJob> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(shown.stream().map(FetchView::of).toList(),
                found.size() > limit ? cursorAfter(shown.getLast().id()) : null);
    }

    @GetMapping("/{id}")
    FetchView get(@AuthenticationPrincipal Identity me, @PathVariable String id) {
        return FetchView.of(fetches.get(me.userId(), id));
    }

    @PostMapping("/{id}/pause")
    FetchView pause(@AuthenticationPrincipal Identity me, @PathVariable String id) {
        return FetchView.of(fetches.pause(me.userId(), id));
    }

    @PostMapping("/{id}/resume")
    FetchView resume(@AuthenticationPrincipal Identity me, @PathVariable String id) {
        return FetchView.of(fetches.resume(me.userId(), id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Identity me, @PathVariable String id) {
        fetches.delete(me.userId(), id);
    }

    private static String cursorAfter(long id) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(("f1." + Ids.format(id)).getBytes(StandardCharsets.US_ASCII));
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            return Optional.of(text).filter(t -> t.startsWith("f1.")).flatMap(t -> Ids.parse(t.substring(3)))
                    .orElseThrow(IllegalArgumentException::new);
        } catch (IllegalArgumentException notOurs) {
            throw InvalidRequest.of("cursor", "must be one that a list has given");
        }
    }
}
