package dev.parley.auth.account;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** All of Unicode, one character after the other. */
class UsernameCharactersTest {

    /** White_Space and Default_Ignorable_Code_Point of Unicode 16, and what is drawn as empty room: ranges in hex. */
    private static final String SHOW_NOTHING = """
        9-D 20 85 A0 1680 2000-200A 2028 2029 202F 205F 3000
        AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF0-FFF8
        1BCA0-1BCA3 1D173-1D17A E0000-E0FFF
        2800 1D159 13441 13442 16FE4
        0-8 E-1F 7F-9F FFF9-FFFC
        """;

    static Stream<String> charactersThatShowNothing() {
        return SHOW_NOTHING.lines().flatMap(line -> Stream.of(line.split(" ", -1)));
    }

    @ParameterizedTest
    @MethodSource("charactersThatShowNothing")
    void aCharacterThatShowsNothingIsRefusedWhereverItStands(String range) {
        String[] ends = range.split("-", -1);
        IntStream.rangeClosed(Integer.parseInt(ends[0], 16), Integer.parseInt(ends[ends.length - 1], 16))
                .mapToObj(Character::toString).forEach(character -> {
                    assertThat(Username.parse(character + "name")).as("before: %s", range).isEmpty();
                    assertThat(Username.parse("na" + character + "me")).as("within: %s", range).isEmpty();
                    assertThat(Username.parse("name" + character)).as("after: %s", range).isEmpty();
                    assertThat(Username.parse(character.repeat(3))).as("alone: %s", range).isEmpty();
                });
    }

    @Test
    void whatTheJdkCallsSpaceOrFormatIsRefused() {
        allCharacters().filter(c -> Character.isSpaceChar(c) || Character.isWhitespace(c) || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT || !Character.isDefined(c)
                || Character.getType(c) == Character.PRIVATE_USE)
                .forEach(
                        c -> assertThat(Username.parse("na" + Character.toString(c) + "me")).as("U+%04X", c).isEmpty());
    }

    @Test
    void caseMakesNoDifferenceInAnyScript() {
        allCharacters().mapToObj(Character::toString).forEach(letter -> {
            Optional<Username> name = Username.parse("na" + letter + "me");
            name.ifPresent(parsed -> {
                assertThat(key(parsed.text().toUpperCase(Locale.ROOT))).as("upper case of %s", parsed)
                        .contains(parsed.key());
                assertThat(key(parsed.text().toLowerCase(Locale.ROOT))).as("lower case of %s", parsed)
                        .contains(parsed.key());
                // A letter in title case that is not decomposed is no letter of a name (RFC 8264, section 9.1).
                key("na" + Character.toString(Character.toTitleCase(letter.codePointAt(0))) + "me").ifPresent(
                        title -> assertThat(title).as("title case of %s", parsed).isEqualTo(parsed.key()));
            });
        });
    }

    @Test
    void aNameReadAgainIsTheSameAndFitsItsColumns() {
        allCharacters().mapToObj(Character::toString).forEach(letter -> {
            Username.parse("na" + letter + "me")
                    .ifPresent(name -> assertThat(Username.parse(name.text())).contains(name));
            Username.parse("a" + letter.repeat(31)).ifPresent(name -> {
                assertThat(name.text().codePointCount(0, name.text().length())).isLessThanOrEqualTo(32);
                assertThat(name.key().codePointCount(0, name.key().length())).as("%s", name).isLessThanOrEqualTo(96);
            });
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        ab,                                 false
        abc,                                true
        abcdefghijklmnopqrstuvwxyz012345,   true
        abcdefghijklmnopqrstuvwxyz0123456,  false
        \uFB03,                             true
        \uFB03\uFB03\uFB03\uFB03\uFB03\uFB03\uFB03\uFB03\uFB03\uFB03, true
        \uFB03\uFB03\uFB03\uFB03\uFB03\uFB03\uFB03\uFB03\uFB03\uFB03\uFB03, false
        e\u0301o,                           false
        e\u0301o\u0308,                     false
        e\u0301o\u0308u,                    true
        \u0301abc,                          false
        \u093Fabc,                          false
        """)
    void theLengthIsThatOfTheNormalisedNameAndItBeginsWithNoMark(String text, boolean allowed) {
        assertThat(Username.parse(text).isPresent()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"straße,STRASSE", "straße,STRAẞE", "ǆungla,ǅungla", "ﬀfoo,FFFOO", "ᾳlpha,ΑΙlpha", "ꭰcherokee,Ꭰcherokee",
        "ſoon,SOON", "σας,ΣΑΣ"})
    void lettersThatFoldToOthersAreOneName(String one, String other) {
        assertThat(key(one)).isPresent().isEqualTo(key(other));
    }

    private static IntStream allCharacters() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(c -> c < 0xD800 || c > 0xDFFF);
    }

    private static Optional<String> key(String name) {
        return Username.parse(name).map(Username::key);
    }
}
