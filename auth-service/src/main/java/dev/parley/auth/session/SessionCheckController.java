package dev.parley.auth.session;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.identity.Identity;

/** The session check, for other parts of Parley; the gateway does not route to it. */
@RestController
class SessionCheckController {

    private final OwnSessions sessions;

    SessionCheckController(OwnSessions sessions) {
        this.sessions = sessions;
    }

    /** For the person of the token: 204 while its session stands, 401 when not. */
    @GetMapping("/internal/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void check(@AuthenticationPrincipal Identity me) {
        sessions.requireStanding(me);
    }
}
