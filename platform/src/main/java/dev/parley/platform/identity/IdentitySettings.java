package dev.parley.platform.identity;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How access tokens are checked.
 *
 * @param issuer the {@code iss} that tokens must carry
 * @param audience the {@code aud} that tokens must carry
 * @param jwksUri where the public keys are published; the host is a service name
 * @param ownCheck the application checks tokens by a filter of its own; without it, an application that lacks Spring Security
 *     does not start, rather than being open to everybody
 * @param tokenCacheFor how long a token that was found valid is not verified again; never beyond its expiry. So long at most a key that
 *     was withdrawn is still accepted
 * @param maxTokens how many valid tokens are remembered, about 1 KiB each
 */
@ConfigurationProperties(prefix = "parley.identity", ignoreUnknownFields = false)
public record IdentitySettings(@DefaultValue("https://parley.local") String issuer,
        @DefaultValue("parley") String audience,
        @DefaultValue("http://auth-service/api/auth/.well-known/jwks.json") URI jwksUri,
        @DefaultValue("false") boolean ownCheck,
        @DefaultValue("30s") Duration tokenCacheFor,
        @DefaultValue("10000") int maxTokens) {

    public IdentitySettings {
        if (issuer.isBlank() || audience.isBlank()) {
            throw new IllegalArgumentException("parley.identity.issuer and parley.identity.audience must not be blank");
        }
        if (!tokenCacheFor.isPositive() || tokenCacheFor.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("parley.identity.token-cache-for must be positive and at most 5m");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("parley.identity.max-tokens must be at least 1");
        }
    }
}
