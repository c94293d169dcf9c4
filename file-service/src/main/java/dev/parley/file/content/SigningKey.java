package dev.parley.file.content;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

/** The key of {@code parley.capability.signing-key}, with which this service signs what it gives away. All nodes have the same. */
@Component
public class SigningKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    SigningKey(CapabilitySettings settings) {
        this.key = new SecretKeySpec(settings.signingKeyBytes(), ALGORITHM);
    }

    /** HMAC-SHA256 of a text, whose first line says what it is for: so nothing that is signed can pass for something else. */
    public byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
