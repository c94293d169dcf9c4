package dev.parley.auth.account;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DisplayNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"A", "Ada Lovelace", "👩‍👩‍👧 family", "محمد عيسى", "ნინო", "می‌خواهم", "O’Neil (she)"})
    void anyTextOfOneLineIsAName(String text) {
        assertThat(DisplayName.read(text)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u200B", "\u00A0\u2003", "\u3164", "\u2800\u2800", "\u200D \uFE0F", "a\u202Ebc",
        "\u2067abc", "a\nb", "a\u0000", "a\u2028b", "\uD800"})
    void whatShowsNothingOrTurnsTheTextIsNot(String text) {
        assertThat(DisplayName.read(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void upToSixtyFourCharacters(int length) {
        assertThat(DisplayName.read("🐎".repeat(length))).isPresent();
        assertThat(DisplayName.read("🐎".repeat(length + 64))).isEmpty();
    }
}
