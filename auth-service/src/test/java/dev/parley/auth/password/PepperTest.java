package dev.parley.auth.password;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class PepperTest {

    private static final String PEPPER = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String OTHER = "YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk=";

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Argon2idHasher plain = hasher("");
    private final Argon2idHasher peppered = hasher(PEPPER);

    @Test
    void aHashSaysWhichPepperItWasMadeWithAndStaysInItsColumn() {
        String hash = peppered.hash("a password");

        assertThat(hash).matches("\\$pepper\\$[0-9a-f]{12}\\$argon2id\\$v=19\\$m=7168,t=5,p=1\\$.*")
                .hasSizeLessThan(255);
        assertThat(StoredHash.parse(hash).format()).isEqualTo(hash);
        assertThat(StoredHash.parse(hash).pepper()).isNotEqualTo(StoredHash.parse(hasher(OTHER).hash("x")).pepper());
    }

    @Test
    void withThePepperTheRightPasswordMatchesAndNoOther() {
        String hash = peppered.hash("a password");

        assertThat(hasher(PEPPER).matches("a password", hash)).isTrue();
        assertThat(peppered.matches("A password", hash)).isFalse();
        assertThat(peppered.isOutdated(hash)).isFalse();
    }

    @Test
    void withoutItNothingMatchesAndSomebodyHearsOfIt() {
        String hash = peppered.hash("a password");

        assertThat(plain.matches("a password", hash)).isFalse();
        assertThat(hasher(OTHER).matches("a password", hash)).isFalse();
        assertThat(meters.get("parley.auth.password.other.pepper").counter().count()).isEqualTo(2);
        assertThat(plain.matches("a password", StoredHash.parse(hash).argon2())).as("the mark cut off").isFalse();
    }

    @Test
    void aHashWithoutPepperStaysGoodAndIsOutdated() {
        String hash = plain.hash("a password");

        assertThat(peppered.matches("a password", hash)).isTrue();
        assertThat(peppered.isOutdated(hash)).isTrue();
        assertThat(plain.isOutdated(hash)).isFalse();
        assertThat(meters.get("parley.auth.password.other.pepper").counter().count()).isZero();
    }

    @Test
    void printingShowsNothingOfIt() {
        assertThat(Pepper.read(PEPPER).orElseThrow()).asString().doesNotContain("MDEy").contains("hidden");
        assertThat(settings(PEPPER)).asString().doesNotContain("MDEy");
    }

    private Argon2idHasher hasher(String pepper) {
        return new Argon2idHasher(settings(pepper), meters);
    }

    private static PasswordSettings settings(String pepper) {
        return new PasswordSettings(DataSize.ofMegabytes(7), 5, 1, 1, Duration.ofSeconds(30), pepper);
    }
}
