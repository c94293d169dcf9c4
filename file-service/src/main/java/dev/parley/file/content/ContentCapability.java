package dev.parley.file.content;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;

import org.springframework.stereotype.Component;

import dev.parley.platform.id.Ids;

/**
 * Addresses that carry the right to read one content until a moment: HMAC-SHA256 over both. Who has such an address needs no token, so
 * it is given only to the workers of Parley and never logged.
 */
@Component
public class ContentCapability {

    private static final String PURPOSE = "parley content v1";

    private final SigningKey signing;
    private final CapabilitySettings settings;
    private final Clock clock;

    ContentCapability(CapabilitySettings settings, SigningKey signing, Clock clock) {
        this.signing = signing;
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
        return signing.sign(PURPOSE + "\n" + contentId + "\n" + expires);
    }
}
