package dev.parley.auth.password;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class Argon2idHasherTest {

    private final Argon2idHasher weaker = new Argon2idHasher(settings(7, 5), new SimpleMeterRegistry());
    private final Argon2idHasher hasher = new Argon2idHasher(settings(8, 5), new SimpleMeterRegistry());

    @Test
    void eachHashHasItsOwnSaltAndSaysHowItWasMade() {
        String hash = hasher.hash("a password");

        assertThat(hash).startsWith("$argon2id$v=19$m=8192,t=5,p=1$").hasSizeLessThan(255);
        assertThat(hasher.hash("a password")).isNotEqualTo(hash);
        assertThat(hasher.matches("a password", hash)).isTrue();
        assertThat(hasher.matches("A password", hash)).isFalse();
    }

    @Test
    void aHashMadeWithLessIsStillGoodButOutdated() {
        String hash = weaker.hash("a password");

        assertThat(hasher.matches("a password", hash)).isTrue();
        assertThat(hasher.isOutdated(hash)).isTrue();
        assertThat(weaker.isOutdated(hash)).isFalse();
        assertThat(weaker.isOutdated(hasher.hash("a password"))).as("made with more").isFalse();
    }

    private static PasswordSettings settings(int megabytes, int iterations) {
        return new PasswordSettings(DataSize.ofMegabytes(megabytes), iterations, 1, 1, Duration.ofSeconds(30), "");
    }
}
