package dev.parley.auth.session;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.BearerToken;
import dev.parley.platform.identity.TokenVerifier;
import dev.parley.platform.identity.Verification;

/**
 * Revocation of tokens (RFC 7009). Parley's tokens belong to a session, so that revoking one, access or refresh token, ends
 * its session.
 */
@RestController
class RevocationController {

    private final RefreshTokens refreshTokens;
    private final TokenVerifier verifier;
    private final Sessions sessions;

    RevocationController(RefreshTokens refreshTokens, TokenVerifier verifier, Sessions sessions) {
        this.refreshTokens = refreshTokens;
        this.verifier = verifier;
        this.sessions = sessions;
    }

    /**
     * For everybody who holds the token. The answer is 200 as well when the token is not valid or never was: then there is
     * nothing to revoke (section 2.2). The kind of a token shows, so that a wrong hint does no harm.
     */
    @PostMapping(path = "/api/auth/revoke", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> revoke(HttpServletRequest request) throws IOException {
        TokenForm form = TokenForm.read(request);
        refreshTokens.parse(form.token()).map(RefreshToken::sessionId)
                .ifPresentOrElse(sessions::revoke, () -> revokeAccessToken(form.token()));
        return ResponseEntity.ok().build();
    }

    private void revokeAccessToken(String token) {
        switch (verifier.verify(token)) {
            case Verification.Valid(var identity) -> Ids.parse(identity.sessionId()).ifPresent(sessions::revoke);
            case Verification.Invalid invalid -> {
                // Nothing that it could open is open.
            }
            case Verification.Unavailable(String reason) -> throw BearerToken.uncheckable(reason);
        }
    }
}
