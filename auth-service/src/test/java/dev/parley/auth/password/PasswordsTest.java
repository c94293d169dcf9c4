package dev.parley.auth.password;

import java.time.Duration;
import java.util.Optional;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordsTest {

    private final HeldHasher hasher = new HeldHasher();
    private final Passwords passwords = new Passwords(hasher,
            new PasswordSettings(DataSize.ofMegabytes(19), 2, 1, 1, Duration.ofSeconds(30), ""),
            new SimpleMeterRegistry());

    @AfterEach
    void close() {
        passwords.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"84261573", "        ", "пароль12", "😀😀😀😀😀😀😀😀"})
    void anyEightCharactersAreAPassword(String password) {
        assertThat(passwords.refusal(password, "bob")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234567", "😀😀😀😀", "a\u0301a\u0301a\u0301a\u0301", "\uD8001234567"})
    void fewerOrBrokenOnesAreNot(String password) {
        assertThat(passwords.refusal(password, "bob")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"Password1, bob, is among the most common passwords",
        "Zo\u00EB-smith, zoe\u0308-SMITH, must not be the user name"})
    void whatIsGuessedFirstIsRefusedAndSaysWhy(String password, String username, String reason) {
        assertThat(passwords.refusal(password, username)).get().asString().startsWith(reason);
    }

    @Test
    void theSameCharactersInAnotherNormalFormAreTheSamePassword() {
        String hash = passwords.hash("Zo\u00EB's password");

        assertThat(passwords.matches("Zoe\u0308's password", Optional.of(hash))).isTrue();
        assertThat(passwords.matches("Zoe's password", Optional.of(hash))).isFalse();
    }

    @Test
    void anUnknownPersonCostsAsManyComparisonsAsAWrongPassword() {
        String hash = passwords.hash("right password");
        int before = hasher.comparisons();

        assertThat(passwords.matches("wrong password", Optional.of(hash))).isFalse();
        assertThat(hasher.comparisons()).isEqualTo(before + 1);
        assertThat(passwords.matches("wrong password", Optional.empty())).isFalse();
        assertThat(hasher.comparisons()).isEqualTo(before + 2);
    }

    @Test
    void whatCannotBeAPasswordIsWrongForEverybodyAlike() {
        int before = hasher.comparisons();

        assertThat(passwords.matches("x".repeat(1000), Optional.empty())).isFalse();
        assertThat(passwords.matches("x".repeat(1000), Optional.of("held"))).isFalse();
        assertThat(hasher.comparisons()).isEqualTo(before);
    }

    @Test
    void aHashIsStrengthenedOnlyWhenItIsOutdated() {
        assertThat(passwords.strengthened("a password", "old")).isPresent();
        assertThat(passwords.strengthened("a password", passwords.hash("a password"))).isEmpty();
    }
}
