package dev.parley.platform.identity;

import java.net.URI;

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
 */
@ConfigurationProperties(prefix = "parley.identity", ignoreUnknownFields = false)
public record IdentitySettings(@DefaultValue("https://parley.local") String issuer,
        @DefaultValue("parley") String audience,
        @DefaultValue("http://auth-service/api/auth/.well-known/jwks.json") URI jwksUri,
        @DefaultValue("false") boolean ownCheck) {

    public IdentitySettings {
        if (issuer.isBlank() || audience.isBlank()) {
            throw new IllegalArgumentException("parley.identity.issuer and parley.identity.audience must not be blank");
        }
    }
}
