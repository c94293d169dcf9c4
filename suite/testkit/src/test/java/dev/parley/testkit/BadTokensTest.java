package dev.parley.testkit;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.parley.platform.identity.BearerToken;
import dev.parley.platform.identity.IdentitySettings;
import dev.parley.platform.identity.TokenVerifier;
import dev.parley.platform.identity.Verification;

import static org.assertj.core.api.Assertions.assertThat;

/** The table against the verifier that all services share, without HTTP. */
class BadTokensTest {

    private final TestIssuer issuer = new TestIssuer();
    private final TokenVerifier verifier = new TokenVerifier(issuer,
            new Binder(new MapConfigurationPropertySource()).bindOrCreate("parley.identity", IdentitySettings.class),
            Clock.systemUTC());

    @TestFactory
    Stream<DynamicTest> theVerifierAcceptsNone() {
        return BadTokens.of(issuer).stream().map(bad -> DynamicTest.dynamicTest(bad.name(), () -> {
            Optional<String> token = BearerToken.from(bad.authorization());
            assertThat(token.isPresent()).isEqualTo(bad.isSent());
            token.ifPresent(
                    sent -> assertThat(verifier.verify(sent)).isInstanceOf(Verification.Invalid.class));
        }));
    }

    @Test
    void eachHasANameOfItsOwn() {
        List<BadToken> table = BadTokens.of(issuer);
        assertThat(table).hasSizeGreaterThanOrEqualTo(60);
        assertThat(table).extracting(BadToken::name).doesNotHaveDuplicates();
    }

    @Test
    void whatIsSpoiledWasGood() {
        assertThat(verifier.verify(issuer.draft(1).signed("SHA256withECDSAinP1363Format", issuer.privateKey())))
                .isInstanceOf(Verification.Valid.class);
    }
}
