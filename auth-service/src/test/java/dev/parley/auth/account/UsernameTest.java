package dev.parley.auth.account;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UsernameTest {

    @ParameterizedTest
    @CsvSource({"bob,BOB", "straße,STRASSE", "ﬁona,FIONA", "ΣΊΣΥΦΟΣ,σίσυφος", "ｂｏｂ,bob", "Ⅷcount,viiicount",
        "KELVIN,kelvin",
        "åsa,A\u030ASA", "ΐota,Ϊ́ota"})
    void namesThatDifferOnlyByCaseOrCompatibleFormAreOne(String one, String other) {
        assertThat(key(one)).isEqualTo(key(other)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"bob,b0b", "bob,bób", "bob,boob", "alice,аlice"})
    void othersAreNot(String one, String other) {
        assertThat(key(one)).isNotEqualTo(key(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "Zoë", "王小明", "राम_1", "o'neil", "a.b-c@d", "محمد",
        "abcdefghijklmnopqrstuvwxyz012345"})
    void namesOfAllScriptsAreAllowed(String name) {
        assertThat(Username.parse(name)).map(Username::text).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "a b", "a\u00A0bc", "a\u2003bc", "a\u200Bbc", "a\u200Dbc", "a\u202Ebc",
        "a\u0000bc", "a\nbc",
        "abc\uFE0F", "abc\u034F", "\u1160\u1160\u1160", "\uD800abc", "bob😀", "\uE000abc",
        "abcdefghijklmnopqrstuvwxyz0123456"})
    void invisibleCharactersSymbolsAndWrongLengthsAreNot(String name) {
        assertThat(Username.parse(name)).isEmpty();
    }

    @Test
    void aNameThatGrowsWhenFoldedStillFitsItsColumn() {
        assertThat(key("ΐ".repeat(32))).get()
                .satisfies(key -> assertThat(key.codePointCount(0, key.length())).isLessThanOrEqualTo(96));
    }

    private static Optional<String> key(String name) {
        return Username.parse(name).map(Username::key);
    }
}
