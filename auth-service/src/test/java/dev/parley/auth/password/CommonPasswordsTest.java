package dev.parley.auth.password;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class CommonPasswordsTest {

    private final CommonPasswords common = CommonPasswords.load();

    @ParameterizedTest
    @ValueSource(strings = {"password", "12345678", "iloveyou", "PassWord123", "QWERTYUIOP", "87654321", "aaaaaaaaaaaa",
        "ЙЦУКЕНГШ", "trustno1"})
    void whatIsGuessedFirstIsFoundInAnyCase(String password) {
        assertThat(common.contains(password)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "password\n", "\npassword", "passwor", "password 123", "correct horse battery",
        "        ", "\uD83D\uDC0E", "zzzzzzzzzzzzzzzzzzzzzzzzzzz", "00000000\n000000000"})
    void othersAreNot(String password) {
        assertThat(common.contains(password)).isFalse();
    }

    @Test
    void everyEntryIsFoundAndCouldHaveBeenChosen() throws IOException {
        List<String> entries = entries();

        assertThat(entries).hasSizeGreaterThan(10_000).doesNotHaveDuplicates()
                .allMatch(entry -> entry.codePointCount(0, entry.length()) >= 8)
                .allMatch(entry -> CommonPasswords.fold(entry).equals(entry))
                .allMatch(common::contains)
                .isSortedAccordingTo(
                        (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8)));
    }

    @Test
    void theListNamesItsOriginAndLicence() throws IOException {
        assertThat(read("common-passwords.LICENSE.txt")).contains("zxcvbn-ts", "Permission is hereby granted",
                "build/common-passwords.py");
    }

    private static List<String> entries() throws IOException {
        return read("common-passwords.txt").lines().toList();
    }

    private static String read(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(CommonPasswords.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
