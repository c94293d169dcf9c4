package dev.parley.auth.password;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/** It gives what Spring Security's own encoder gives. */
class PooledArgon2EncoderTest {

    private static final int MEMORY = 1024;

    private final PooledArgon2Encoder pooled = new PooledArgon2Encoder(new PhcString.Effort(MEMORY, 2, 1), 2);
    private final Argon2PasswordEncoder springs = new Argon2PasswordEncoder(16, 32, 1, MEMORY, 2);

    @ParameterizedTest
    @ValueSource(strings = {"a password", "пароль 🐎", "x"})
    void eachChecksTheHashesOfTheOther(String password) {
        String ours = String.valueOf(pooled.encode(password));
        String theirs = String.valueOf(springs.encode(password));

        assertThat(springs.matches(password, ours)).isTrue();
        assertThat(springs.matches(password + "x", ours)).isFalse();
        assertThat(pooled.matches(password, theirs)).isTrue();
        assertThat(pooled.matches(password + "x", theirs)).isFalse();
        assertThat(springs.upgradeEncoding(ours)).isFalse();
        assertThat(pooled.upgradeEncoding(theirs)).isFalse();
    }

    @Test
    void memoryThatWasUsedGivesTheSameHashes() {
        String hash = String.valueOf(springs.encode("a password"));
        for (int i = 0; i < 5; i++) {
            assertThat(pooled.matches("another " + i, hash)).isFalse();
            assertThat(pooled.matches("a password", hash)).isTrue();
        }
        assertThat(pooled.idle()).as("one after the other need one").isEqualTo(1);
    }

    @Test
    void hashesOfOtherParametersAreCheckedAndWouldBeMadeAnew() {
        String lanes = String.valueOf(new Argon2PasswordEncoder(16, 32, 2, MEMORY, 1).encode("a password"));
        String weaker = String.valueOf(new Argon2PasswordEncoder(16, 32, 1, 512, 1).encode("a password"));

        for (String hash : List.of(lanes, weaker)) {
            assertThat(pooled.matches("a password", hash)).isTrue();
            assertThat(pooled.matches("A password", hash)).isFalse();
            assertThat(pooled.upgradeEncoding(hash)).isTrue();
        }
    }

    @Test
    void manyAtOnceDoNotDisturbEachOtherAndNoMoreMemoryIsKeptThanMayRun() throws Exception {
        List<Future<Boolean>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 60; i++) {
                String password = "password " + i;
                results.add(threads.submit(() -> springs.matches(password, pooled.encode(password))));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
        assertThat(pooled.idle()).isBetween(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$argon2id$", "$argon2id$v=19$m=1024,t=2,p=1$a$b", "held"})
    void whatIsNoHashMatchesNothing(String hash) {
        assertThat(pooled.matches("a password", hash)).isFalse();
    }
}
