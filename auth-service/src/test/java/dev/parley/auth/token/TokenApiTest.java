package dev.parley.auth.token;

import java.security.PublicKey;
import java.time.Duration;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthServiceTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TokenApiTest extends AuthServiceTest {

    @Test
    void anAccessTokenVerifiesWithThePublishedKeysAndNothingElse() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        Answer published = client.get("/api/auth/.well-known/jwks.json");
        Jwk<?> key = Jwks.setParser().build().parse(published.body().toString()).getKeys().iterator().next();

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
    @CsvSource({"PT0S,PT5M", "PT2H,PT5M", "PT15M,PT0S", "PT15M,PT2H"})
    void lifetimesThatMakeNoSenseStopTheStart(Duration accessLifetime, Duration keyRefresh) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenSettings(accessLifetime, keyRefresh))
                .withMessageStartingWith("parley.auth.token: ");
    }

    @Test
    void printingATokenShowsNothingOfIt() {
        assertThat(new AccessToken("eyJ.secret", Duration.ofMinutes(15))).asString().doesNotContain("eyJ");
    }
}
