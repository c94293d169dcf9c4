package dev.parley.auth.session;

import java.util.Base64;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.problem.InvalidRequest;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Where a page of sessions begins: below this login number. Opaque to clients. */
final class SessionCursor {

    private static final String VERSION = "1.";
    private static final int LONGEST = 32;

    private SessionCursor() {}

    static String after(long loginNumber) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((VERSION + loginNumber).getBytes(US_ASCII));
    }

    /** The login number below which the page begins; the largest for no cursor. */
    static long read(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), US_ASCII);
            if (text.startsWith(VERSION) && text.length() <= LONGEST) {
                return Long.parseLong(text.substring(VERSION.length()));
            }
        } catch (IllegalArgumentException notOurs) {
            // answered below
        }
        throw InvalidRequest.of("cursor", "must be one that a list has given");
    }
}
