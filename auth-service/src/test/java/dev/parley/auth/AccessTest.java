package dev.parley.auth;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.jsonwebtoken.Jwts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import dev.parley.auth.AuthClient.Answer;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.PublicEndpoints;
import dev.parley.testkit.TestIssuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may call what. */
class AccessTest extends AuthServiceTest {

    private static final Set<String> FOR_EVERYBODY = Set.of("/api/auth/register", "/api/auth/login",
            "/api/auth/refresh", "/api/auth/revoke", "/api/auth/introspect",
            "/api/auth/.well-known/jwks.json");

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;
    @Autowired
    private PublicEndpoints publicEndpoints;

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/auth/users/me", "GET /api/auth/users/0S9KS7JPNQ75J",
        "GET /api/auth/users?username=bob",
        "POST /api/auth/logout", "GET /internal/session",
        "PATCH /api/auth/users/me", "POST /api/auth/users/me/password",
        "POST /api/auth/users/me/deletion", "GET /api/auth/sessions", "DELETE /api/auth/sessions",
        "DELETE /api/auth/sessions/0S9KS7JPNQ75J",
        "GET /api/auth/register", "GET /nothing/here",
        "GET /actuator/env"})
    void withoutATokenOneGetsNowhere(String operation) {
        String[] parts = operation.split(" ", 2);
        Answer answer = client().send(client().request(parts[1]).method(parts[0], HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void everyOperationButThePublicOnesNeedsAToken() {
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, handler) -> {
            if (!handler.getBeanType().getPackageName().startsWith("dev.parley.auth")) {
                return;
            }
            mapping.getPatternValues().forEach(path -> mapping.getMethodsCondition().getMethods().forEach(method -> {
                assertThat(PathContainer.parsePath(path).elements()).isNotEmpty();
                assertThat(publicEndpoints.includes(method.asHttpMethod(), path)).as("%s %s", method, path)
                        .isEqualTo(FOR_EVERYBODY.contains(path));
            }));
        });
    }

    @Test
    void tokensThatAreNotOursAreRefused() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        long userId = Ids.parse(person.userId()).orElseThrow();
        String[] parts = person.accessToken().split("\\.");
        String otherUser = payload(parts[1]).replace(person.userId(), Ids.format(Ids.next()));
        try (TestIssuer stranger = new TestIssuer()) {
            Map<String, String> bad = Map.ofEntries(
                    Map.entry("changed payload", parts[0] + "." + encode(otherUser) + "." + parts[2]),
                    Map.entry("cut signature", person.accessToken().substring(0, person.accessToken().length() - 10)),
                    Map.entry("no signature", parts[0] + "." + parts[1] + "."),
                    Map.entry("alg none", encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + "."),
                    Map.entry("foreign key", stranger.token(userId, person.sessionId())),
                    Map.entry("foreign key under our id", foreignUnderOurId(person, keyIdOf(parts[0]))),
                    Map.entry("hmac with the public key's id", hmac(person, keyIdOf(parts[0]))),
                    Map.entry("refresh token", person.refreshToken()),
                    Map.entry("noise", "abc.def.ghi"),
                    Map.entry("too long", "x".repeat(5000)));
            bad.forEach((name, token) -> {
                Answer answer = client.checkSession(token);
                assertThat(answer.status()).as(name).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).as(name).contains("invalid_token");
                assertThat(client.get("/api/auth/users/me", token).status()).as(name).isEqualTo(401);
            });
        }
        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(204);
    }

    @Test
    void anExpiredTokenIsRefused() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        clock.pass(Duration.ofMinutes(16));

        assertThat(client.get("/api/auth/users/me", person.accessToken()).status()).isEqualTo(401);
        assertThat(client.logout(person.accessToken()).status()).isEqualTo(401);
    }

    private static String foreignUnderOurId(AuthClient.Person person, String keyId) {
        return Jwts.builder().header().type("at+jwt").keyId(keyId).and().issuer("https://parley.local")
                .subject(person.userId()).audience().add("parley").and().claim("sid", person.sessionId()).id("1")
                .expiration(Date.from(Instant.now().plusSeconds(600_000)))
                .signWith(Jwts.SIG.ES256.keyPair().build().getPrivate(), Jwts.SIG.ES256).compact();
    }

    private static String hmac(AuthClient.Person person, String keyId) {
        return Jwts.builder().header().type("at+jwt").keyId(keyId).and().issuer("https://parley.local")
                .subject(person.userId()).audience().add("parley").and().claim("sid", person.sessionId()).id("1")
                .expiration(Date.from(Instant.now().plusSeconds(600_000)))
                .signWith(Jwts.SIG.HS256.key().build(), Jwts.SIG.HS256).compact();
    }

    private static String keyIdOf(String header) {
        List<String> found = Pattern.compile("\"kid\":\"([^\"]+)\"").matcher(payload(header)).results()
                .map(match -> match.group(1)).toList();
        return found.getFirst();
    }

    private static String payload(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
