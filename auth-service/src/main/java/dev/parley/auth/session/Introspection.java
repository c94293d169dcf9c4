package dev.parley.auth.session;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.BearerToken;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.identity.IdentitySettings;
import dev.parley.platform.identity.TokenVerifier;
import dev.parley.platform.identity.Verification;

/** Says what a token is worth at this moment. Whether its session stands is asked of the database, not of a cache. */
@Service
class Introspection {

    private static final Answer INACTIVE = new Answer(false, null, null, null, null, null, null, null, null, null,
            null);

    /**
     * The answer (RFC 7662, section 2.2). Of a token that is not good it says nothing but that.
     *
     * @param tokenType {@code Bearer} for an access token, {@code refresh_token} for a refresh token
     * @param iat when it was issued, in seconds since 1970, as is {@code exp}
     */
    record Answer(boolean active, @Nullable String sub, @Nullable String sid, @Nullable String username,
            @JsonProperty("client_id") @Nullable String clientId,
            @JsonProperty("token_type") @Nullable String tokenType,
            @Nullable String iss, @Nullable String aud, @Nullable Long iat, @Nullable Long exp, @Nullable String jti) {}

    private final RefreshTokens refreshTokens;
    private final TokenVerifier verifier;
    private final IntrospectionStore store;
    private final IdentitySettings identity;
    private final JsonMapper json;

    Introspection(RefreshTokens refreshTokens, TokenVerifier verifier, IntrospectionStore store,
            IdentitySettings identity, JsonMapper json) {
        this.refreshTokens = refreshTokens;
        this.verifier = verifier;
        this.store = store;
        this.identity = identity;
        this.json = json;
    }

    /** What is to be said about a token. The kind of a token shows: a hint is not needed. */
    Answer of(String token) {
        return refreshTokens.parse(token).map(this::ofRefreshToken).orElseGet(() -> ofAccessToken(token))
                .orElse(INACTIVE);
    }

    private Optional<Answer> ofAccessToken(String token) {
        return switch (verifier.verify(token)) {
            case Verification.Valid(Identity person) -> Ids.parse(person.sessionId())
                    .flatMap(store::find)
                    .filter(session -> session.userId() == person.userId())
                    .map(session -> answer(person, session, claims(token)));
            case Verification.Invalid invalid -> Optional.empty();
            case Verification.Unavailable(String reason) -> throw BearerToken.uncheckable(reason);
        };
    }

    private Answer answer(Identity person, IntrospectionStore.Session session, JsonNode claims) {
        return new Answer(true, Ids.format(person.userId()), person.sessionId(), session.username(),
                claims.path("client_id").asString(), "Bearer", identity.issuer(), identity.audience(),
                claims.path("iat").asLong(), person.expiresAt().getEpochSecond(), person.tokenId());
    }

    /** Only the newest refresh token of a session is good; one within its grace is on its way out. */
    private Optional<Answer> ofRefreshToken(RefreshToken token) {
        return store.find(token.sessionId())
                .filter(session -> MessageDigest.isEqual(session.refreshHash(), refreshTokens.hash(token)))
                .map(session -> new Answer(true, Ids.format(session.userId()), Ids.format(token.sessionId()),
                        session.username(), "parley", "refresh_token", identity.issuer(), null,
                        seconds(session.refreshedAt()), seconds(session.expiresAt()), null));
    }

    /** The claims of a token that was verified. */
    private JsonNode claims(String token) {
        int begin = token.indexOf('.') + 1;
        return json.readTree(Base64.getUrlDecoder().decode(token.substring(begin, token.indexOf('.', begin))));
    }

    private static long seconds(Instant time) {
        return time.getEpochSecond();
    }
}
