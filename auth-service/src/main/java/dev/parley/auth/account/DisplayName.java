package dev.parley.auth.account;

import java.text.Normalizer;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The name under which a person is shown: free text of one line. */
final class DisplayName {

    static final String RULE = "must be 1 to 64 characters, some of them visible, without control characters";
    private static final int LONGEST = 64;

    private DisplayName() {}

    /** The text without surrounding whitespace, in NFC; empty if it cannot be a display name. */
    static Optional<String> read(@Nullable String text) {
        if (text == null || text.length() > 4 * LONGEST) {
            return Optional.empty();
        }
        String name = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        int characters = name.codePointCount(0, name.length());
        return characters >= 1 && characters <= LONGEST && name.codePoints().allMatch(DisplayName::isAllowed)
                && name.codePoints().anyMatch(DisplayName::isVisible)
                        ? Optional.of(name)
                        : Optional.empty();
    }

    private static boolean isAllowed(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !InvisibleCharacters.turnTheText(character);
        };
    }

    private static boolean isVisible(int character) {
        return !Character.isSpaceChar(character) && !InvisibleCharacters.include(character);
    }
}
