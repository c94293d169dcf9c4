package dev.parley.file.content;

import java.time.Duration;
import java.util.Base64;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How addresses of contents are made for other services.
 *
 * @param signingKey 32 bytes or more, base64; all nodes have the same
 * @param lifetime how long an address is valid: longer than a request may wait in the queue
 * @param baseUrl where other services find this one
 */
@ConfigurationProperties(prefix = "parley.capability", ignoreUnknownFields = false)
record CapabilitySettings(String signingKey, @DefaultValue("24h") Duration lifetime,
        @DefaultValue("http://file-service") String baseUrl) {

    private static final int SHORTEST_KEY = 32;

    CapabilitySettings {
        if (decode(signingKey).length < SHORTEST_KEY) {
            throw new IllegalArgumentException("parley.capability.signing-key must have at least 32 bytes");
        }
        if (!lifetime.isPositive()) {
            throw new IllegalArgumentException("parley.capability.lifetime must be positive");
        }
    }

    byte[] signingKeyBytes() {
        return decode(signingKey);
    }

    private static byte[] decode(String key) {
        try {
            return Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parley.capability.signing-key must be base64");
        }
    }

    @Override
    public String toString() {
        return "CapabilitySettings[lifetime=" + lifetime + ", baseUrl=" + baseUrl + "]";
    }
}
