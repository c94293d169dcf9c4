package dev.parley.auth.session;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** A person's own sessions over HTTP. Other people's do not exist for them. */
@RestController
@RequestMapping("/api/auth/sessions")
class OwnSessionController {

    private static final int LARGEST_PAGE = 200;

    /** A session as clients see it; {@code current} is the one of the token. */
    record SessionView(String id, @Nullable String device, @Nullable String address, Instant createdAt,
            Instant lastUsedAt, Instant expiresAt, boolean current) {

        static SessionView of(OwnSession session, Identity me) {
            String id = Ids.format(session.id());
            return new SessionView(id, session.device().orElse(null), session.address().orElse(null),
                    session.createdAt(), session.lastUsedAt(), session.expiresAt(), id.equals(me.sessionId()));
        }
    }

    /** One page; {@code nextCursor} is missing on the last one. */
    record Page(List<SessionView> items, @Nullable String nextCursor) {}

    private final OwnSessions sessions;

    OwnSessionController(OwnSessions sessions) {
        this.sessions = sessions;
    }

    /** For the person of the token: their standing sessions, newest login first. */
    @GetMapping
    Page list(@AuthenticationPrincipal Identity me, @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidRequest.of("limit", "must be 1 to " + LARGEST_PAGE);
        }
        List<OwnSession> found = sessions.page(me, SessionCursor.read(cursor), limit + 1);
        List<OwnSession> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(shown.stream().map(session -> SessionView.of(session, me)).toList(),
                found.size() > limit ? SessionCursor.after(shown.getLast().loginNumber()) : null);
    }

    /** For the person of the token: ends one of their sessions, perhaps the token's own. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@AuthenticationPrincipal Identity me, @PathVariable String id) {
        sessions.end(me, id);
    }

    /** For the person of the token: logs them out everywhere. */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endEverywhere(@AuthenticationPrincipal Identity me) {
        sessions.endEverywhere(me);
    }
}
