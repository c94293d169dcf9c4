package dev.parley.auth.token;

import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthServiceTest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TokenApiTest extends AuthServiceTest {

    @Test
    void anAccessTokenVerifiesWithThePublishedKeysAndNothingElse() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        Answer published = client.get("/api/auth/.well-known/jwks.json");
        String kid = keyIdOf(person.accessToken());
        Jwk<?> key = Jwks.setParser().build().parse(published.body().toString()).getKeys().stream()
                .filter(each -> each.getId().equals(kid)).findFirst().orElseThrow();

        Jws<Claims> token = Jwts.parser().verifyWith((PublicKey) key.toKey())
                .clock(() -> java.util.Date.from(clock.instant()))
                .build().parseSignedClaims(person.accessToken());
        assertThat(token.getHeader().getType()).isEqualTo("at+jwt");
        assertThat(token.getHeader().getKeyId()).isEqualTo(key.getId());
        assertThat(token.getHeader().getAlgorithm()).isEqualTo("ES256");
        Claims claims = token.getPayload();
        assertThat(claims.getIssuer()).isEqualTo("https://parley.local");
        assertThat(claims.getAudience()).containsExactly("parley");
        assertThat(claims.getSubject()).isEqualTo(person.userId());
        assertThat(claims).containsEntry("sid", person.sessionId()).containsEntry("client_id", "parley");
        assertThat(claims.getId()).isNotBlank();
        assertThat(Duration.between(claims.getIssuedAt().toInstant(), claims.getExpiration().toInstant()))
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void theKeySetMayBeCachedByAnybodyAndHasNoPrivatePart() {
        Answer published = client().get("/api/auth/.well-known/jwks.json");

        assertThat(published.status()).isEqualTo(200);
        assertThat(published.header("Cache-Control")).isEqualTo("max-age=300, public");
        assertThat(published.body().path("keys").values()).isNotEmpty().allSatisfy(key -> {
            assertThat(key.propertyNames()).containsExactlyInAnyOrder("kty", "crv", "use", "alg", "kid", "x", "y");
            assertThat(key.path("x").asString()).hasSize(43);
            assertThat(key.path("y").asString()).hasSize(43);
        });
    }

    @ParameterizedTest
    @CsvSource({"PT0S,PT5M,P30D,PT1H", "PT2H,PT5M,P30D,PT1H", "PT15M,PT0S,P30D,PT1H", "PT15M,PT2H,P30D,PT1H",
        "PT15M,PT5M,PT0S,PT1H", "PT15M,PT5M,PT1H,PT1H", "PT15M,PT5M,P400D,PT1H", "PT15M,PT5M,P30D,PT9M",
        "PT15M,PT5M,P30D,P8D"})
    void lifetimesThatMakeNoSenseStopTheStart(Duration accessLifetime, Duration keyRefresh, Duration keyLifetime,
            Duration keyPrepublish) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenSettings(accessLifetime, keyRefresh, keyLifetime, keyPrepublish))
                .withMessageStartingWith("parley.auth.token: ");
    }

    private static String keyIdOf(String token) {
        String header = new String(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), UTF_8);
        return JsonMapper.shared().readTree(header).path("kid").asString();
    }

    @Test
    void printingATokenShowsNothingOfIt() {
        assertThat(new AccessToken("eyJ.secret", Duration.ofMinutes(15))).asString().doesNotContain("eyJ");
    }
}
