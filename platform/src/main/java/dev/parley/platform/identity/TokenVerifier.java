package dev.parley.platform.identity;

import java.security.Key;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;

import dev.parley.platform.id.Ids;

/**
 * Checks access tokens: JWTs with the claims of RFC 9068, signed with ES256. Nothing but the keys comes from elsewhere. A
 * token found valid is remembered for {@code parley.identity.token-cache-for}, because a signature verification costs more
 * than all the rest of a small request. Safe for use by many threads.
 */
public final class TokenVerifier {

    /** Longer tokens are refused unread; ours are about 500 characters. */
    static final int MAX_LENGTH = 4096;

    private static final long CLOCK_SKEW_SECONDS = 5;

    private final IdentitySettings settings;
    private final Clock clock;
    private final JwtParser fetching;
    private final JwtParser cachedOnly;
    private final Cache<String, Verification.Valid> valid;

    public TokenVerifier(KeySource keys, IdentitySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.fetching = parser(keys::byKeyId, () -> new JwtException("unknown key"));
        this.cachedOnly = parser(keys::cachedByKeyId, KeyNotCached::new);
        this.valid = Caffeine.newBuilder().maximumSize(settings.maxTokens()).expireAfterWrite(settings.tokenCacheFor())
                .build();
    }

    /** Checks a compact JWT; may block while keys are fetched. */
    public Verification verify(String token) {
        return verify(token, fetching);
    }

    /**
     * Checks a compact JWT without ever blocking, for event loops; empty if its key is not in memory: {@link #verify} may find
     * it, and may block for it.
     */
    public Optional<Verification> verifyCached(String token) {
        try {
            return Optional.of(verify(token, cachedOnly));
        } catch (KeyNotCached e) {
            return Optional.empty();
        }
    }

    private Verification verify(String token, JwtParser parser) {
        if (token.length() > MAX_LENGTH) {
            return new Verification.Invalid("the token is too long");
        }
        Verification.Valid known = valid.getIfPresent(token);
        if (known != null && known.identity().expiresAt().isAfter(clock.instant())) {
            return known;
        }
        Verification found = parse(token, parser);
        if (found instanceof Verification.Valid good) {
            valid.put(token, good);
        }
        return found;
    }

    private Verification parse(String token, JwtParser parser) {
        try {
            return check(parser.parseSignedClaims(token));
        } catch (KeySource.KeysUnavailableException e) {
            return new Verification.Unavailable("the signing keys cannot be had at the moment");
        } catch (ExpiredJwtException e) {
            return new Verification.Invalid("the token has expired");
        } catch (JwtException | IllegalArgumentException e) {
            return new Verification.Invalid("the token is not valid");
        }
    }

    private Verification check(Jws<Claims> jwt) {
        String type = jwt.getHeader().getType();
        if (type == null || !type.toLowerCase(Locale.ROOT).matches("(application/)?at\\+jwt")) {
            return new Verification.Invalid("the token is not an access token");
        }
        Claims claims = jwt.getPayload();
        Date expiry = claims.getExpiration();
        String session = claims.get("sid", String.class);
        String subject = claims.getSubject();
        if (expiry == null || session == null || session.isBlank() || subject == null || claims.getId() == null) {
            return new Verification.Invalid("the token lacks a claim");
        }
        Optional<Long> user = Ids.parse(subject);
        return user
                .<Verification>map(
                        id -> new Verification.Valid(new Identity(id, session, claims.getId(), expiry.toInstant())))
                .orElseGet(() -> new Verification.Invalid("the token's subject is no person"));
    }

    private JwtParser parser(Function<String, Optional<PublicKey>> keys, Supplier<RuntimeException> absent) {
        return Jwts.parser()
                .keyLocator(header -> header instanceof JwsHeader jws ? locate(jws, keys, absent) : noKey("not signed"))
                .sig()
                .clear()
                .add(Jwts.SIG.ES256)
                .and()
                .zip()
                .clear() // RFC 7515 knows no compressed tokens; the library would inflate them
                .and()
                .requireIssuer(settings.issuer())
                .requireAudience(settings.audience())
                .clockSkewSeconds(CLOCK_SKEW_SECONDS)
                .clock(() -> Date.from(clock.instant()))
                .build();
    }

    private static Key locate(JwsHeader header, Function<String, Optional<PublicKey>> keys,
            Supplier<RuntimeException> absent) {
        String id = header.getKeyId();
        if (id == null || id.length() > 128) {
            return noKey("no key id");
        }
        return keys.apply(id).orElseThrow(absent);
    }

    private static PublicKey noKey(String reason) {
        throw new JwtException(reason);
    }

    private static final class KeyNotCached extends RuntimeException {

        private static final long serialVersionUID = 1L;

        KeyNotCached() {
            super(null, null, false, false);
        }
    }
}
