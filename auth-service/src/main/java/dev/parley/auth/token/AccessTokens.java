package dev.parley.auth.token;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

import io.jsonwebtoken.Jwts;
import org.springframework.stereotype.Component;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.IdentitySettings;

/** Signs access tokens: JWTs as RFC 9068 has them, with the session as {@code sid}. */
@Component
public class AccessTokens {

    /** There is one kind of client so far: Parley's own. */
    private static final String CLIENT = "parley";

    private final SigningKeys keys;
    private final IdentitySettings identity;
    private final TokenSettings settings;
    private final Clock clock;

    AccessTokens(SigningKeys keys, IdentitySettings identity, TokenSettings settings, Clock clock) {
        this.keys = keys;
        this.identity = identity;
        this.settings = settings;
        this.clock = clock;
    }

    /** A token that speaks for this person within this session, from now on. */
    public AccessToken issue(long userId, long sessionId) {
        SigningKey key = keys.current();
        Instant now = clock.instant();
        String jwt = Jwts.builder()
                .header()
                .type("at+jwt")
                .keyId(key.kid())
                .and()
                .issuer(identity.issuer())
                .audience()
                .add(identity.audience())
                .and()
                .subject(Ids.format(userId))
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(settings.accessLifetime())))
                .id(UUID.randomUUID().toString())
                .claim("sid", Ids.format(sessionId))
                .claim("client_id", CLIENT)
                .signWith(key.privateKey(), Jwts.SIG.ES256)
                .compact();
        return new AccessToken(jwt, settings.accessLifetime());
    }
}
