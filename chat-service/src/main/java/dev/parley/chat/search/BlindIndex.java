package dev.parley.chat.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import dev.parley.chat.settings.ChatSettings;

/**
 * Turns words into numbers that tell nothing without the key: the first 8 bytes of HMAC-SHA-256, under a key for each channel that HKDF (RFC 5869)
 * makes from the configured one. The same word in two channels is two numbers.
 */
@Component
final class BlindIndex {

    private static final String HMAC = "HmacSHA256";

    private final byte[] secret;

    @Autowired
    BlindIndex(ChatSettings settings) {
        this(settings.search().key().isEmpty() ? settings.encryption().key() : settings.search().key());
    }

    BlindIndex(String base64) {
        this.secret = Base64.getDecoder().decode(base64);
    }

    /** The words as the index of this channel knows them, in the same order. */
    List<Long> terms(long channelId, Collection<String> words) {
        Mac mac = mac("parley search terms 1 " + channelId);
        return words.stream().map(word -> number(mac, word)).toList();
    }

    /** Tells two keys apart, and nothing else. */
    long checkValue() {
        return number(mac("parley search check 1"), "check");
    }

    private static long number(Mac mac, String word) {
        return ByteBuffer.wrap(mac.doFinal(word.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    private Mac mac(String purpose) {
        try {
            SecretKey key = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(HMAC, HKDFParameterSpec.ofExtract()
                            .addIKM(secret)
                            .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), 32));
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF and HMAC with SHA-256 are not available", e);
        }
    }
}
