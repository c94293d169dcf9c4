package dev.parley.auth.session;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.auth.AuthProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemDetails;

/** The session check, for other parts of Parley; the gateway does not route to it. */
@RestController
class SessionCheckController {

    private static final String CHALLENGE = "Bearer error=\"invalid_token\", error_description=\"the session has ended\"";

    private final Sessions sessions;

    SessionCheckController(Sessions sessions) {
        this.sessions = sessions;
    }

    /** For the person of the token: 204 while its session stands, 401 when not (RFC 6750, section 3.1). */
    @GetMapping("/internal/session")
    ResponseEntity<Object> check(@AuthenticationPrincipal Identity me) {
        if (Ids.parse(me.sessionId()).filter(id -> sessions.stands(id, me.userId())).isPresent()) {
            return ResponseEntity.noContent().build();
        }
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetails.of(AuthProblem.SESSION_ENDED, "sign in again"));
    }
}
