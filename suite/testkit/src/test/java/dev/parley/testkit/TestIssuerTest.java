package dev.parley.testkit;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;

import io.jsonwebtoken.security.Jwks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.parley.platform.identity.IdentitySettings;
import dev.parley.platform.identity.TokenVerifier;
import dev.parley.platform.identity.Verification;

import static org.assertj.core.api.Assertions.assertThat;

class TestIssuerTest {

    private static final long ALICE = 4711;

    private final TestIssuer issuer = new TestIssuer();
    private final TokenVerifier verifier = new TokenVerifier(issuer,
            new Binder(new MapConfigurationPropertySource()).bindOrCreate("parley.identity", IdentitySettings.class),
            Clock.systemUTC());

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void theServicesAcceptItsToken() {
        Verification verification = verifier.verify(issuer.token(ALICE, "session-1"));

        assertThat(verification).isInstanceOfSatisfying(Verification.Valid.class, valid -> {
            assertThat(valid.identity().userId()).isEqualTo(ALICE);
            assertThat(valid.identity().sessionId()).isEqualTo("session-1");
        });
    }

    @Test
    void theServicesRefuseEachWrongToken() {
        assertThat(verifier.verify(issuer.expiredToken(ALICE)))
                .isEqualTo(new Verification.Invalid("the token has expired"));
        assertThat(verifier.verify(issuer.tokenForOtherAudience(ALICE))).isInstanceOf(Verification.Invalid.class);
        assertThat(verifier.verify(issuer.tokenFromOtherIssuer(ALICE))).isInstanceOf(Verification.Invalid.class);
        assertThat(verifier.verify(issuer.tokenSignedWithForeignKey(ALICE))).isInstanceOf(Verification.Invalid.class);
        assertThat(verifier.verify(issuer.tokenWithUnknownKeyId(ALICE))).isInstanceOf(Verification.Invalid.class);
        assertThat(verifier.verify(issuer.tokenOfOtherType(ALICE)))
                .isEqualTo(new Verification.Invalid("the token is not an access token"));
    }

    @Test
    void itsPublicKeysAreServedWhereAuthServiceServesThem() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(issuer.baseUrl().resolve("/api/auth/.well-known/jwks.json"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String json = http.send(request, HttpResponse.BodyHandlers.ofString()).body();

            assertThat(Jwks.setParser().build().parse(json).getKeys()).hasSize(1)
                    .allSatisfy(key -> assertThat(issuer.byKeyId(key.getId()))
                            .contains((java.security.PublicKey) key.toKey()));
            assertThat(json).doesNotContain("\"d\"");
        }
    }
}
