package dev.parley.auth.session;

import java.io.IOException;
import java.util.Base64;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.auth.AuthProblem;
import dev.parley.platform.problem.ProblemException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Introspection of tokens (RFC 7662), for programs outside that are handed tokens of Parley. */
@RestController
class IntrospectionController {

    private static final String SCHEME = "Basic ";
    private static final String CHALLENGE = "Basic realm=\"parley introspection\", charset=\"UTF-8\"";

    private final Introspection introspection;
    private final IntrospectionSettings settings;

    IntrospectionController(Introspection introspection, IntrospectionSettings settings) {
        this.introspection = introspection;
        this.settings = settings;
    }

    /** For the configured client, which proves itself by HTTP Basic (RFC 7617). */
    @PostMapping(path = "/api/auth/introspect", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Introspection.Answer> introspect(HttpServletRequest request) throws IOException {
        if (!isClient(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            throw new ProblemException(AuthProblem.INVALID_CLIENT,
                    "HTTP Basic with the client's id and secret is needed")
                    .with("error", "invalid_client")
                    .challenge(CHALLENGE);
        }
        TokenForm form = TokenForm.read(request);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(introspection.of(form.token()));
    }

    private boolean isClient(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
            String[] credentials = new String(decoded, UTF_8).split(":", 2);
            return credentials.length == 2 && settings.areCredentials(credentials[0], credentials[1]);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
