package dev.parley.auth.secret;

import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Message authentication codes. */
public final class Macs {

    private Macs() {}

    /** HMAC-SHA256 (RFC 2104) over these parts, one after the other: 32 bytes. */
    public static byte[] hmacSha256(SecretKey key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is part of every JDK", e);
        }
    }
}
