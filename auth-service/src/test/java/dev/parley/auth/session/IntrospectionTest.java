package dev.parley.auth.session;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.TestPropertySource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthClient.Person;
import dev.parley.auth.AuthServiceTest;
import dev.parley.auth.QueryPlans;
import dev.parley.platform.id.Ids;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@TestPropertySource(properties = {"parley.auth.introspection.client-id=billing",
    "parley.auth.introspection.client-secret=" + IntrospectionTest.SECRET})
class IntrospectionTest extends AuthServiceTest {

    static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String RIGHT = basic("billing:" + SECRET);

    @Autowired
    private StringRedisTemplate redis;

    @Test
    void anAccessTokenOfAStandingSessionIsActive() {
        Person person = client().newPerson();
        Answer answer = introspect(RIGHT, "token=" + person.accessToken() + "&token_type_hint=refresh_token");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body().propertyNames()).containsExactlyInAnyOrder("active", "sub", "sid", "username",
                "client_id", "token_type", "iss", "aud", "iat", "exp", "jti");
        assertThat(answer.body().path("active").asBoolean()).isTrue();
        assertThat(answer.text("sub")).isEqualTo(person.userId());
        assertThat(answer.text("sid")).isEqualTo(person.sessionId());
        assertThat(answer.text("username")).isEqualTo(person.username());
        assertThat(answer.text("client_id")).isEqualTo("parley");
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.text("iss")).isEqualTo("https://parley.local");
        assertThat(answer.text("aud")).isEqualTo("parley");
        assertThat(answer.text("jti")).isNotBlank();
        assertThat(answer.body().path("exp").asLong() - answer.body().path("iat").asLong()).isEqualTo(900);
    }

    @Test
    void theNewestRefreshTokenIsActiveAndTheOneBeforeIsNot() {
        Person person = client().newPerson();
        String newest = client().refresh(person.refreshToken()).text("refreshToken");
        Answer answer = introspect(RIGHT, "token=" + newest + "&token_type_hint=access_token");

        assertThat(answer.body().path("active").asBoolean()).isTrue();
        assertThat(answer.text("token_type")).isEqualTo("refresh_token");
        assertThat(answer.text("sub")).isEqualTo(person.userId());
        assertThat(answer.text("username")).isEqualTo(person.username());
        assertThat(answer.body().path("exp").asLong() - answer.body().path("iat").asLong())
                .isEqualTo(Duration.ofDays(30).toSeconds());
        assertInactive(person.refreshToken());
    }

    @Test
    void whatHasEndedOrExpiredOrNeverWasIsOnlySaidToBeInactive() {
        Person loggedOut = client().newPerson();
        client().logout(loggedOut.accessToken());
        redis.opsForValue().set("parley:session:" + loggedOut.sessionId(), "active"); // the database is asked, not this
        Person expired = client().newPerson();
        clock.pass(Duration.ofMinutes(16));
        assertInactive(expired.accessToken());
        clock.pass(Duration.ofDays(31));

        for (String token : List.of(loggedOut.accessToken(), loggedOut.refreshToken(), expired.refreshToken(),
                "nonsense", "x".repeat(80))) {
            assertInactive(token);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!!", "Bearer abc"})
    void whoIsNotTheClientIsToldHowToBe(String authorization) {
        assertRefused(authorization);
    }

    @ParameterizedTest
    @CsvSource({"billing:wrong", "billing:", "billing", ":", "other:" + SECRET, "billing:" + SECRET + "0",
        "Billing:" + SECRET})
    void wrongCredentialsAreRefused(String credentials) {
        assertRefused(basic(credentials));
    }

    @Test
    void aPersonsTokenIsNoClient() {
        assertRefused("Bearer " + client().newPerson().accessToken());
    }

    @Test
    void theFormIsReadLikeThatOfARevocation() {
        Answer answer = introspect(RIGHT, "tokem=abc");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("invalid_request");
        assertThat(client().postRaw("/api/auth/introspect", "application/json", "{}").status()).isEqualTo(415);
    }

    @Test
    void withoutAConfiguredClientNobodyIsOne() {
        IntrospectionSettings none = new IntrospectionSettings("", "");

        assertThat(none.areCredentials("", "")).isFalse();
        assertThat(none.areCredentials("billing", SECRET)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"billing,''", "''," + SECRET, "billing,short", "bill:ing," + SECRET,
        "billing,0123456789abcdef0123456789abcde+"})
    void aClientThatIsHalfConfiguredOrHasAWeakSecretStopsTheStart(String id, String secret) {
        assertThatIllegalArgumentException().isThrownBy(() -> new IntrospectionSettings(id, secret))
                .withMessageContaining("openssl rand -hex 32");
    }

    @Test
    void printingShowsNoSecret() {
        assertThat(new IntrospectionSettings("billing", SECRET)).asString().doesNotContain(SECRET);
        assertThat(new TokenForm("a.b.c")).asString().doesNotContain("a.b.c");
    }

    @Test
    void theSessionIsReachedByIndex() {
        Person person = client().newPerson();
        QueryPlans.assertUses(jdbc, "PRIMARY", IntrospectionStore.FIND, Ids.parse(person.sessionId()).orElseThrow(),
                "2020-01-01");
    }

    private void assertInactive(String token) {
        Answer answer = introspect(RIGHT, "token=" + token);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).isEqualTo("{\"active\":false}");
    }

    private void assertRefused(String authorization) {
        Answer answer = introspect(authorization, "token=abc");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("invalid-client");
        assertThat(answer.text("error")).isEqualTo("invalid_client");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
    }

    private Answer introspect(String authorization, String form) {
        AuthClient client = client();
        HttpRequest.Builder request = client.request("/api/auth/introspect")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        return client.send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }
}
