package dev.parley.auth.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A user name: 3 to 32 letters (with their marks), digits and visible ASCII characters of any script, in NFKC; the
 * IdentifierClass of RFC 8264, which leaves out whitespace, invisible characters and symbols.
 *
 * @param text as it is shown
 * @param key as it is compared: case-folded, so that names which differ by case or by compatible forms are one
 */
record Username(String text, String key) {

    static final String RULE = "must be 3 to 32 letters, digits or visible ASCII characters";
    private static final int SHORTEST = 3;
    private static final int LONGEST = 32;

    /** Reads a user name; empty if the text cannot be one. */
    static Optional<Username> parse(String text) {
        if (text.length() > 4 * LONGEST) {
            return Optional.empty(); // before normalising, which can multiply the length
        }
        String normalised = Normalizer.normalize(text, Normalizer.Form.NFKC);
        int characters = normalised.codePointCount(0, normalised.length());
        if (characters < SHORTEST || characters > LONGEST || !normalised.codePoints().allMatch(Username::isAllowed)
                || isMark(normalised.codePointAt(0))) {
            return Optional.empty();
        }
        return Optional.of(new Username(normalised, fold(normalised)));
    }

    /**
     * Full case folding by way of upper case, which also joins ß and ss; by way of lower case before, for the letters that are
     * only then (ẞ). Decomposed, then composed again.
     */
    private static String fold(String normalised) {
        String folded = Normalizer.normalize(normalised, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isAllowed(int character) {
        if (character > 0x20 && character < 0x7F) {
            return true;
        }
        return switch (Character.getType(character)) {
            case Character.LOWERCASE_LETTER, Character.UPPERCASE_LETTER, Character.OTHER_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.DECIMAL_DIGIT_NUMBER ->
                !InvisibleCharacters.include(character);
            default -> false;
        };
    }
}
