package dev.parley.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.DynamicPropertyRegistry;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.KeySource;

/**
 * Makes access tokens as auth-service does (ES256, RFC 9068 claims), and tokens that are wrong in one way each. It is a {@link KeySource}
 * for its own key: a test gives it to the application as a bean, or lets the application fetch the keys over HTTP.
 */
public final class TestIssuer implements KeySource, AutoCloseable {

    private static final String ISSUER = "https://parley.local";
    private static final String AUDIENCE = "parley";
    private static final String JWKS_PATH = "/api/auth/.well-known/jwks.json";
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private final String keyId;
    private final KeyPair keys;
    private final Clock clock;
    private @Nullable HttpServer server;

    /** With a key pair of its own, in the real time. */
    public TestIssuer() {
        this(Clock.systemUTC());
    }

    /** With a key pair of its own, in the time of this clock. */
    public TestIssuer(Clock clock) {
        this("test-" + UUID.randomUUID(), Jwts.SIG.ES256.keyPair().build(), clock);
    }

    /** With the key pair of the service under test, for one that has keys of its own. */
    public TestIssuer(String keyId, KeyPair keys, Clock clock) {
        this.keyId = keyId;
        this.keys = keys;
        this.clock = clock;
    }

    /** A valid token of this person, in a session of its own. */
    public String token(long userId) {
        return token(userId, UUID.randomUUID().toString());
    }

    /** A valid token of this person in this session. */
    public String token(long userId, String sessionId) {
        return signed(claims(userId, sessionId));
    }

    /** Expired a minute ago. */
    public String expiredToken(long userId) {
        return changed(userId, token -> token.expiration(Date.from(clock.instant().minusSeconds(60))));
    }

    /** For another audience. */
    public String tokenForOtherAudience(long userId) {
        return changed(userId, token -> token.claim("aud", "somebody-else"));
    }

    /** From another issuer. */
    public String tokenFromOtherIssuer(long userId) {
        return changed(userId, token -> token.issuer("https://elsewhere.example"));
    }

    /** Signed with a key that is not published, under the id of the one that is. */
    public String tokenSignedWithForeignKey(long userId) {
        return claims(userId, UUID.randomUUID().toString())
                .signWith(Jwts.SIG.ES256.keyPair().build().getPrivate(), Jwts.SIG.ES256)
                .compact();
    }

    /** Signed with an unknown key id. */
    public String tokenWithUnknownKeyId(long userId) {
        return changed(userId, token -> token.header().keyId("unknown").and());
    }

    /** Of the general type {@code JWT}: no access token. */
    public String tokenOfOtherType(long userId) {
        return changed(userId, token -> token.header().type("JWT").and());
    }

    /** A valid token with this change made to it before it is signed. */
    public String changed(long userId, UnaryOperator<JwtBuilder> change) {
        return signed(change.apply(claims(userId, UUID.randomUUID().toString())));
    }

    @Override
    public Optional<PublicKey> byKeyId(String id) {
        return id.equals(keyId) ? Optional.of(keys.getPublic()) : Optional.empty();
    }

    @Override
    public Optional<PublicKey> cachedByKeyId(String id) {
        return byKeyId(id);
    }

    /** The public key as a JSON Web Key Set (RFC 7517). */
    public String jwks() {
        return "{\"keys\":[" + Jwks.UNSAFE_JSON(Jwks.builder().key((ECPublicKey) keys.getPublic()).id(keyId).build())
                + "]}";
    }

    /** Serves {@link #jwks} where auth-service does; the address of the server, without path. Stopped by {@link #close}. */
    public synchronized URI baseUrl() {
        if (server == null) {
            try {
                server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext(JWKS_PATH, this::answer);
            server.start();
        }
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Lets an application find this issuer under the name auth-service. */
    public void register(DynamicPropertyRegistry registry) {
        registry.add("spring.cloud.discovery.client.simple.instances.auth-service[0].uri", this::baseUrl);
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** A valid token of this person before it is signed, by hand. */
    JwsDraft draft(long userId) {
        return new JwsDraft(Map.of("alg", "ES256", "typ", "at+jwt", "kid", keyId),
                Map.of("iss", ISSUER, "sub", Ids.format(userId), "aud", List.of(AUDIENCE), "iat", now(), "exp",
                        now() + LIFETIME.toSeconds(), "jti", UUID.randomUUID().toString(), "sid",
                        UUID.randomUUID().toString(), "client_id", "parley"));
    }

    /** Seconds since 1970. */
    long now() {
        return clock.instant().getEpochSecond();
    }

    String keyId() {
        return keyId;
    }

    PublicKey publicKey() {
        return keys.getPublic();
    }

    PrivateKey privateKey() {
        return keys.getPrivate();
    }

    private JwtBuilder claims(long userId, String sessionId) {
        Instant now = clock.instant();
        return Jwts.builder().header().type("at+jwt").keyId(keyId).and()
                .issuer(ISSUER).subject(Ids.format(userId)).audience().add(AUDIENCE).and()
                .issuedAt(Date.from(now)).expiration(Date.from(now.plus(LIFETIME)))
                .id(UUID.randomUUID().toString()).claim("sid", sessionId).claim("client_id", "parley");
    }

    private String signed(JwtBuilder token) {
        return token.signWith(keys.getPrivate(), Jwts.SIG.ES256).compact();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = jwks().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
