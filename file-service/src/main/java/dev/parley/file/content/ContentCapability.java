package dev.parley.file.content;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

import dev.parley.platform.id.Ids;

/**
 * Addresses that carry the right to read one content until a moment: HMAC-SHA256 over both. Who has such an address needs no token, so
 * it is given only to the workers of Parley and never logged.
 */
@Component
public class ContentCapability {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final CapabilitySettings settings;
    private final Clock clock;

    ContentCapability(CapabilitySettings settings, Clock clock) {
        this.key = new SecretKeySpec(settings.signingKeyBytes(), ALGORITHM);
        this.settings = settings;
        this.clock = clock;
    }

    /** A new address of a content. */
    public URI urlOf(long contentId) {
        long expires = clock.instant().plus(settings.lifetime()).getEpochSecond();
        String signature = HexFormat.of().formatHex(sign(Ids.format(contentId), expires));
        return URI.create(settings.baseUrl() + "/internal/contents/" + Ids.format(contentId) + "?expires=" + expires
                + "&signature=" + signature);
    }

    /** Whether this signature was made here, for this content and this end, and that end has not come. */
    boolean allows(String contentId, long expires, String signature) {
        byte[] expected = HexFormat.of().formatHex(sign(contentId, expires)).getBytes(StandardCharsets.US_ASCII);
        boolean signed = MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        return signed && clock.instant().isBefore(Instant.ofEpochSecond(expires));
    }

    private byte[] sign(String contentId, long expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            String text = "parley content v1\n" + contentId + "\n" + expires;
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
