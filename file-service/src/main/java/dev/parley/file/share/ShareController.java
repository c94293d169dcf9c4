package dev.parley.file.share;

import java.time.Instant;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
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

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/**
 * The links that a person makes. Who may call: only the owner of a file makes a link to it, into a channel only its members; only who made a
 * link sees it in a list, takes it back, and is told who opened it.
 */
@RestController
@RequestMapping(ShareController.PATH)
class ShareController {

    static final String PATH = "/api/files/shares";
    private static final int LARGEST_PAGE = 200;

    private final Shares shares;
    private final ShareMaking making;
    private final Visits visits;

    ShareController(Shares shares, ShareMaking making, Visits visits) {
        this.shares = shares;
        this.making = making;
        this.visits = visits;
    }

    /** A link as its maker sees it. The token and the address are told only when it is made. */
    record MadeLink(String id, String fileId, @Nullable String fileName, @Nullable String token, @Nullable String url,
            boolean passwordProtected, @Nullable Instant expiresAt, @Nullable Integer maxDownloads, int downloads,
            @Nullable String channelId, Instant createdAt) {

        static MadeLink of(Share share, @Nullable String fileName, @Nullable ShareToken token) {
            return new MadeLink(Ids.format(share.id()), Ids.format(share.fileId()), fileName,
                    token == null ? null : token.text(), token == null ? null : PATH + "/" + token.text(),
                    share.passwordHash().isPresent(), share.terms().expiresAt(), share.terms().maxDownloads(),
                    share.downloads(), share.channelId().map(Ids::format).orElse(null), share.createdAt());
        }
    }

    record LinkPage(List<MadeLink> items, @Nullable String nextCursor) {}

    /** Who did what with the link, when. */
    record VisitView(String userId, String what, Instant at) {}

    record VisitPage(List<VisitView> items, @Nullable String nextCursor) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    MadeLink create(@AuthenticationPrincipal Identity me, @RequestBody ShareWish wish, HttpServletRequest request) {
        ShareMaking.Made made = making.make(wish, Visitor.of(me, request));
        return MadeLink.of(made.share(), made.fileName(), made.token());
    }

    @GetMapping
    LinkPage list(@AuthenticationPrincipal Identity me, @RequestParam(required = false) @Nullable String fileId,
            @RequestParam(defaultValue = "50") int limit, @RequestParam(required = false) @Nullable String cursor) {
        requireLimit(limit);
        Long file = fileId == null
                ? null
                : Ids.parse(fileId).orElseThrow(() -> InvalidRequest.of("fileId", "must be the id of a file"));
        List<Shares.Listed> found = shares.page(me.userId(), file, ShareCursor.read(cursor), limit + 1);
        List<Shares.Listed> shown = found.subList(0, Math.min(limit, found.size()));
        return new LinkPage(shown.stream().map(link -> MadeLink.of(link.share(), link.fileName(), null)).toList(),
                found.size() > limit ? ShareCursor.after(shown.getLast().share().id()) : null);
    }

    /** {@code share} is the id of the link, not its token. */
    @DeleteMapping("/{share}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal Identity me, @PathVariable String share) {
        if (Ids.parse(share).filter(id -> shares.revoke(id, me.userId())).isEmpty()) {
            throw noSuchLink();
        }
    }

    /** {@code share} is the id of the link; it may have been taken back. */
    @GetMapping("/{share}/visits")
    VisitPage visits(@AuthenticationPrincipal Identity me, @PathVariable String share,
            @RequestParam(defaultValue = "50") int limit, @RequestParam(required = false) @Nullable String cursor) {
        requireLimit(limit);
        long id = Ids.parse(share).filter(number -> shares.isMadeBy(number, me.userId()))
                .orElseThrow(ShareController::noSuchLink);
        List<Visit> found = visits.page(id, ShareCursor.read(cursor), limit + 1);
        List<Visit> shown = found.subList(0, Math.min(limit, found.size()));
        return new VisitPage(
                shown.stream().map(visit -> new VisitView(Ids.format(visit.userId()), visit.what().word(), visit.at()))
                        .toList(),
                found.size() > limit ? ShareCursor.after(shown.getLast().id()) : null);
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidRequest.of("limit", "must be between 1 and " + LARGEST_PAGE);
        }
    }

    private static ProblemException noSuchLink() {
        return new ProblemException(FileProblem.SHARE_NOT_FOUND, "there is no such link of yours");
    }
}
