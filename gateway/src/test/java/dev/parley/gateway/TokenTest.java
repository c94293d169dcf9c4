package dev.parley.gateway;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Nobody gets past the gateway without a token that is right in every respect. */
class TokenTest extends GatewayTest {

    private static final List<String> PATHS = List.of("/api/auth/users/me", "/api/auth/logout", CHANNELS,
            "/api/files/drive", "/api/files/uploads", "/api/hash", "/api/chat/ws");

    static Stream<Arguments> badTokens() {
        return Stream.of(
                Arguments.of("expired", issuer.expiredToken(1)),
                Arguments.of("other audience", issuer.tokenForOtherAudience(1)),
                Arguments.of("other issuer", issuer.tokenFromOtherIssuer(1)),
                Arguments.of("foreign key", issuer.tokenSignedWithForeignKey(1)),
                Arguments.of("unknown key id", issuer.tokenWithUnknownKeyId(1)),
                Arguments.of("other type", issuer.tokenOfOtherType(1)),
                Arguments.of("no session", issuer.changed(1, token -> token.claim("sid", null))),
                Arguments.of("subject is no person", issuer.changed(1, token -> token.subject("root"))),
                Arguments.of("not signed", unsigned(issuer.token(1))),
                Arguments.of("another payload", withPayloadOf(issuer.token(1), issuer.token(2))),
                Arguments.of("cut signature", issuer.token(1).substring(0, issuer.token(1).length() - 20)),
                Arguments.of("not a token", "abc.def.ghi"),
                Arguments.of("too long", "a".repeat(6000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aBadTokenIsRefusedEverywhere(String what, String bad) {
        for (String path : PATHS) {
            HttpResponse<String> response = send(request(path).header("Authorization", "Bearer " + bad));
            assertThat(response.statusCode()).as(what + " at " + path).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).get().asString()
                    .startsWith("Bearer ").contains("error=\"invalid_token\"");
            assertThat(problem(response).at("/code").asString()).isEqualTo("unauthenticated");
        }
        assertThat(chat.seen()).isEmpty();
        assertThat(files.seen()).isEmpty();
        assertThat(hash.seen()).isEmpty();
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
        "GET, /api/auth/.well-known/jwks.json", "HEAD, /api/auth/.well-known/jwks.json"})
    void thePublicOperationsNeedNoToken(String method, String path) {
        assertThat(status(request(path).method(method, body("")))).isEqualTo(200);
        assertThat(auth.seen(path)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/auth/login", "PUT, /api/auth/login", "POST, /api/auth/login/more", "POST, /api/auth/Login",
        "POST, /api/auth/.well-known/jwks.json", "POST, /api/auth/logout", "GET, /api/auth", "GET, /api/auth/users/me",
        "POST, /%61pi/chat/channels", "GET, /api/%63hat/channels", "GET, /api/chat;public/channels",
        "POST, /api/auth/login/../../chat/channels", "POST, /api/auth/login;/../users/me",
        "POST, /api/auth/login%2F..%2Fusers", "POST, /api/auth//login", "POST, //api/auth/login"})
    void nearlyThePathOfAPublicOperationIsNotPublic(String method, String path) {
        assertThat(status(request(path).method(method, body("")))).isIn(400, 401, 404);
        assertThat(auth.seen()).isEmpty();
        assertThat(chat.seen()).isEmpty();
    }

    private static String unsigned(String token) {
        String header = Base64.getUrlEncoder().withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8));
        return header + "." + token.split("\\.", -1)[1] + ".";
    }

    private static String withPayloadOf(String token, String other) {
        String[] parts = token.split("\\.", -1);
        return parts[0] + "." + other.split("\\.", -1)[1] + "." + parts[2];
    }
}
