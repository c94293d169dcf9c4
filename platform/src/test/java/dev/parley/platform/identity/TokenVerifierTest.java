package dev.parley.platform.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.Encoders;
import io.jsonwebtoken.security.Keys;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class TokenVerifierTest {

    private static final IdentitySettings SETTINGS = new IdentitySettings("https://parley.local", "parley",
            URI.create("http://auth-service/jwks"), false, Duration.ofSeconds(30), 100);

    private final TokenMint mint = new TokenMint();
    private final TokenVerifier verifier = new TokenVerifier(mint, SETTINGS, Clock.systemUTC());

    private record Bad(String name, Function<TokenMint, String> token) {}

    private static final long PERSON = Ids.next();

    private static Bad spoiled(String name, Function<JwtBuilder, JwtBuilder> spoil) {
        return new Bad(name,
                mint -> spoil.apply(mint.good(PERSON)).signWith(mint.keys().getPrivate(), Jwts.SIG.ES256).compact());
    }

    private static final List<Bad> BAD = List.of(new Bad("empty", mint -> ""), new Bad("no JWT", mint -> "abc"),
            new Bad("two dots", mint -> ".."), new Bad("too long", mint -> "a".repeat(5000)),
            new Bad("not signed", mint -> mint.good(PERSON).compact()),
            new Bad("foreign key",
                    mint -> mint.good(PERSON).signWith(mint.foreignKeys().getPrivate(), Jwts.SIG.ES256).compact()),
            new Bad("HMAC with the public key", TokenVerifierTest::hmacWithPublicKey),
            new Bad("payload changed", mint -> changePayload(mint.token(PERSON))),
            new Bad("signature cut", mint -> mint.token(PERSON).substring(0, mint.token(PERSON).lastIndexOf('.') + 5)),
            new Bad("signature gone", mint -> mint.token(PERSON).substring(0, mint.token(PERSON).lastIndexOf('.') + 1)),
            new Bad("RSA", mint -> mint.good(PERSON).signWith(rsa().getPrivate(), Jwts.SIG.RS256).compact()),
            spoiled("compressed", jwt -> jwt.compressWith(Jwts.ZIP.DEF)),
            spoiled("wrong type", jwt -> jwt.header().type("JWT").and()),
            spoiled("type of an id token", jwt -> jwt.header().type("id+jwt").and()),
            spoiled("unknown key id", jwt -> jwt.header().keyId("k2").and()),
            spoiled("wrong issuer", jwt -> jwt.issuer("https://elsewhere")),
            spoiled("no issuer", jwt -> jwt.issuer(null)),
            spoiled("wrong audience", jwt -> jwt.audience().clear().add("other").and()),
            spoiled("no audience", jwt -> jwt.audience().clear().and()),
            spoiled("expired", jwt -> jwt.expiration(Date.from(Instant.now().minusSeconds(60)))),
            spoiled("no expiry", jwt -> jwt.expiration(null)),
            spoiled("not valid yet", jwt -> jwt.notBefore(Date.from(Instant.now().plusSeconds(60)))),
            spoiled("no session", jwt -> jwt.claim("sid", null)),
            spoiled("session no string", jwt -> jwt.claim("sid", 7)),
            spoiled("no subject", jwt -> jwt.subject(null)), spoiled("subject no id", jwt -> jwt.subject("admin")),
            spoiled("no token id", jwt -> jwt.id(null)));

    @TestFactory
    Stream<DynamicTest> aBadTokenIsInvalid() {
        return BAD.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name(),
                        () -> assertThat(verifier.verify(bad.token().apply(mint)))
                                .isInstanceOf(Verification.Invalid.class)));
    }

    @Test
    void aGoodTokenTellsWhoAndWhichSession() {
        Verification found = verifier.verify(mint.token(PERSON));

        assertThat(found).isInstanceOfSatisfying(Verification.Valid.class, valid -> {
            assertThat(valid.identity().userId()).isEqualTo(PERSON);
            assertThat(valid.identity().sessionId()).isEqualTo("s1");
            assertThat(valid.identity().user()).isEqualTo(Ids.format(PERSON));
        });
        assertThat(verifier.verifyCached(mint.token(PERSON))).containsInstanceOf(Verification.Valid.class);
    }

    @Test
    void aValidTokenIsVerifiedOnceAndRememberedNoLongerThanItLives() {
        AtomicInteger keysAsked = new AtomicInteger();
        KeySource counting = new KeySource() {
            @Override
            public Optional<PublicKey> byKeyId(String keyId) {
                keysAsked.incrementAndGet();
                return mint.byKeyId(keyId);
            }

            @Override
            public Optional<PublicKey> cachedByKeyId(String keyId) {
                return byKeyId(keyId);
            }
        };
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        TokenVerifier remembering = new TokenVerifier(counting, SETTINGS,
                ((InstantSource) now::get).withZone(ZoneOffset.UTC));
        String token = mint.good(PERSON).expiration(Date.from(now.get().plusSeconds(60)))
                .signWith(mint.keys().getPrivate(), Jwts.SIG.ES256).compact();

        assertThat(remembering.verify(token)).isInstanceOf(Verification.Valid.class);
        assertThat(remembering.verify(token)).isInstanceOf(Verification.Valid.class);
        assertThat(remembering.verifyCached(token)).containsInstanceOf(Verification.Valid.class);
        assertThat(keysAsked).hasValue(1);

        now.set(now.get().plusSeconds(70));
        assertThat(remembering.verify(token)).isInstanceOf(Verification.Invalid.class);
    }

    @Test
    void aKeyThatIsNotInMemoryIsNotFetchedOnAnEventLoop() {
        KeySource slow = new KeySource() {
            @Override
            public Optional<PublicKey> byKeyId(String keyId) {
                return mint.byKeyId(keyId);
            }

            @Override
            public Optional<PublicKey> cachedByKeyId(String keyId) {
                return Optional.empty();
            }
        };
        TokenVerifier fetching = new TokenVerifier(slow, SETTINGS, Clock.systemUTC());

        assertThat(fetching.verifyCached(mint.token(PERSON))).isEmpty();
        assertThat(fetching.verify(mint.token(PERSON))).isInstanceOf(Verification.Valid.class);
    }

    @Test
    void withoutKeysNothingIsSaidAboutAToken() {
        KeySource away = new KeySource() {
            @Override
            public Optional<PublicKey> byKeyId(String keyId) {
                throw new KeysUnavailableException("away", new IllegalStateException());
            }

            @Override
            public Optional<PublicKey> cachedByKeyId(String keyId) {
                return Optional.empty();
            }
        };

        assertThat(new TokenVerifier(away, SETTINGS, Clock.systemUTC()).verify(mint.token(PERSON)))
                .isInstanceOf(Verification.Unavailable.class);
    }

    private static KeyPair rsa() {
        return Jwts.SIG.RS256.keyPair().build();
    }

    /** The classic confusion of algorithms: the published key taken for a secret. */
    private static String hmacWithPublicKey(TokenMint mint) {
        var secret = Keys.hmacShaKeyFor(mint.keys().getPublic().getEncoded());
        return mint.good(PERSON).signWith(secret, Jwts.SIG.HS256).compact();
    }

    private static String changePayload(String token) {
        String[] parts = token.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String changed = claims.replace(Ids.format(PERSON), Ids.format(PERSON + 1));
        return parts[0] + "." + Encoders.BASE64URL.encode(changed.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
    }
}
