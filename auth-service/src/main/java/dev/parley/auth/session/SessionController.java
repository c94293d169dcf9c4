package dev.parley.auth.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.FieldViolation;
import dev.parley.platform.problem.InvalidRequest;

/** Login, refresh and logout over HTTP. */
@RestController
@RequestMapping("/api/auth")
class SessionController {

    private static final int LONGEST_DEVICE = 100;

    /** A login as it comes in: nothing about it is sure yet. */
    record Login(@Nullable String username, @Nullable String password, @Nullable String device) {

        @Override
        public String toString() {
            return "Login[username=" + username + ", password=hidden]";
        }
    }

    /** A refresh as it comes in. */
    record Refresh(@Nullable String refreshToken) {

        @Override
        public String toString() {
            return "Refresh[hidden]";
        }
    }

    /** Tokens as clients see them (RFC 6749, section 5.1, in camelCase). Lifetimes are in seconds. */
    record TokenView(String tokenType, String accessToken, long expiresIn, String refreshToken, long refreshExpiresIn,
            String sessionId, String userId) {

        static TokenView of(Grant grant) {
            return new TokenView("Bearer", grant.accessToken().value(), grant.accessToken().lifetime().toSeconds(),
                    grant.refreshToken(), grant.refreshLifetime().toSeconds(), Ids.format(grant.sessionId()),
                    Ids.format(grant.userId()));
        }

        @Override
        public String toString() {
            return "TokenView[sessionId=" + sessionId + ", userId=" + userId + ", tokens hidden]";
        }
    }

    private final Sessions sessions;

    SessionController(Sessions sessions) {
        this.sessions = sessions;
    }

    /** For everybody. */
    @PostMapping("/login")
    ResponseEntity<TokenView> login(@RequestBody Login login, HttpServletRequest request) {
        String username = login.username();
        String password = login.password();
        Optional<String> device = Optional.ofNullable(login.device()).map(String::strip).filter(d -> !d.isEmpty());
        List<FieldViolation> violations = new ArrayList<>();
        if (username == null || username.isBlank()) {
            violations.add(new FieldViolation("username", "is missing"));
        }
        if (password == null || password.isEmpty()) {
            violations.add(new FieldViolation("password", "is missing"));
        }
        if (device.isPresent() && !isDevice(device.get())) {
            violations.add(new FieldViolation("device", "must be up to " + LONGEST_DEVICE
                    + " characters without control characters"));
        }
        if (!violations.isEmpty() || username == null || password == null) {
            throw InvalidRequest.of(violations);
        }
        return tokens(sessions.login(username, password, device, request.getRemoteAddr()));
    }

    /** For everybody who holds a refresh token. */
    @PostMapping("/refresh")
    ResponseEntity<TokenView> refresh(@RequestBody Refresh refresh, HttpServletRequest request) {
        String token = refresh.refreshToken();
        if (token == null || token.isBlank()) {
            throw InvalidRequest.of("refreshToken", "is missing");
        }
        return tokens(sessions.refresh(token, request.getRemoteAddr()));
    }

    /** For the person of the token: ends the session that it belongs to, also if it has ended already. */
    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(@AuthenticationPrincipal Identity me) {
        Ids.parse(me.sessionId()).ifPresent(sessions::logout);
    }

    private static boolean isDevice(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_DEVICE
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static ResponseEntity<TokenView> tokens(Grant grant) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(TokenView.of(grant));
    }
}
