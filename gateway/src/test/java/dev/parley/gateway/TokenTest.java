package dev.parley.gateway;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.testkit.BadToken;
import dev.parley.testkit.BadTokensContract;
import dev.parley.testkit.ProtectedOperation;
import dev.parley.testkit.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** Nobody gets past the gateway without a token that is right in every respect. */
class TokenTest extends GatewayTest implements BadTokensContract {

    private static final List<String> PATHS = List.of("/api/auth/users/me", "/api/auth/logout", CHANNELS,
            "/api/files/drive", "/api/files/uploads", "/api/hash", "/api/chat/ws");
    private static final String JWKS = "/api/auth/.well-known/jwks.json";

    @Override
    public TestIssuer issuer() {
        return issuer;
    }

    @Override
    public URI server() {
        return uri("");
    }

    @Override
    public List<ProtectedOperation> operations() {
        return List.of(ProtectedOperation.get(CHANNELS), ProtectedOperation.post("/api/auth/logout"),
                ProtectedOperation.webSocket("/api/chat/ws"));
    }

    @Override
    public void afterRefusal(BadToken bad) {
        Stream.of(auth, chat, files, hash).flatMap(service -> service.seen().stream())
                .filter(seen -> !seen.uri().equals(JWKS))
                .forEach(seen -> assertThat(seen.headers().get("Authorization")).isNotIn(null, bad.authorization()));
    }

    @Test
    void noTokenIsRefusedEverywhere() {
        for (String path : PATHS) {
            HttpResponse<String> response = send(request(path));
            assertThat(response.statusCode()).as(path).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"parley\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "bearer x", "Token x"})
    void otherCredentialsAreNoToken(String authorization) {
        assertThat(status(request(CHANNELS).header("Authorization", authorization))).isEqualTo(401);
        assertThat(chat.seen()).isEmpty();
    }

    @Test
    void aGoodTokenPassesAndGoesOnToTheService() {
        assertThat(status(signedIn(CHANNELS))).isEqualTo(200);
        assertThat(chat.seen().getFirst().headers().get("Authorization")).isEqualTo("Bearer " + token);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/auth/register", "POST, /api/auth/login", "POST, /api/auth/refresh",
        "POST, /api/auth/revoke", "POST, /api/auth/introspect",
        "GET, /api/auth/.well-known/jwks.json", "HEAD, /api/auth/.well-known/jwks.json", "GET, /api/auth/openapi.yaml"})
    void thePublicOperationsNeedNoToken(String method, String path) {
        assertThat(status(request(path).method(method, body("")))).isEqualTo(200);
        assertThat(auth.seen(path)).hasSize(1);
    }

    @Test
    void whoIntrospectsIsKnownByAuthServiceAlone() {
        assertThat(status(request("/api/auth/introspect").header("Authorization", "Basic Y2xpZW50OnNlY3JldA==")
                .POST(body("token=x")))).isEqualTo(200);
        assertThat(auth.seen("/api/auth/introspect").getFirst().headers().get("Authorization"))
                .isEqualTo("Basic Y2xpZW50OnNlY3JldA==");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/auth/login", "PUT, /api/auth/login", "POST, /api/auth/login/more", "POST, /api/auth/Login",
        "POST, /api/auth/.well-known/jwks.json", "POST, /api/auth/logout",
        "GET, /api/auth/revoke", "GET, /api/auth/introspect", "POST, /api/auth/introspect/more", "GET, /api/auth",
        "GET, /api/auth/users/me",
        "POST, /%61pi/chat/channels", "GET, /api/%63hat/channels", "GET, /api/chat;public/channels",
        "POST, /api/auth/login/../../chat/channels", "POST, /api/auth/login;/../users/me",
        "POST, /api/auth/login%2F..%2Fusers", "POST, /api/auth//login", "POST, //api/auth/login"})
    void nearlyThePathOfAPublicOperationIsNotPublic(String method, String path) {
        assertThat(status(request(path).method(method, body("")))).isIn(400, 401, 404);
        assertThat(auth.seen()).isEmpty();
        assertThat(chat.seen()).isEmpty();
    }
}
