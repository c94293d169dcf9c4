package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What one may react with: a single extended grapheme cluster (UAX #29) with an emoji character in it (UTS #51), as a person sees
 * one picture however many code points it takes: skin tones, flags, families, keycaps.
 */
final class Emoji {

    /** Most bytes in UTF-8. The longest emoji that Unicode recommends, a kiss of two people with skin tones, takes 35. */
    static final int MAX_BYTES = 40;

    private static final Pattern ONE_CLUSTER = Pattern.compile("\\X");
    private static final int KEYCAP = 0x20E3;
    private static final int LAST_ASCII = 0x7F;

    private Emoji() {}

    static boolean isOne(String text) {
        return text.length() <= MAX_BYTES
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                && text.codePoints().anyMatch(Emoji::isPicture)
                && ONE_CLUSTER.matcher(text).matches();
    }

    /** Digits, # and * are emoji characters too, but pictures only as keycaps. */
    private static boolean isPicture(int codePoint) {
        return codePoint == KEYCAP || codePoint > LAST_ASCII && Character.isEmoji(codePoint);
    }
}
