package dev.parley.auth.password;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PasswordSettingsTest {

    @Test
    void theConcurrencyIsThatOfTheMachineUnlessItIsGiven() {
        assertThat(settings(19, 2, 1, 0, 1000).concurrency()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings(19, 2, 1, 7, 1000).concurrency()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"19,1,1,0,1000", "6,100,1,0,1000", "2000,2,1,0,1000", "19,101,1,0,1000", "19,2,0,0,1000",
        "19,2,1,-1,1000",
        "19,2,1,0,0", "19,2,1,0,61000"})
    void whatIsTooWeakOrMakesNoSenseStopsTheStart(int megabytes, int iterations, int parallelism, int concurrent,
            long deadlineMillis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(megabytes, iterations, parallelism, concurrent, deadlineMillis))
                .withMessageStartingWith("parley.auth.password: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "MDEyMzQ1Njc4OWFiY2RlZg=="})
    void aPepperOfAnotherSizeStopsTheStartAndSaysWhatIsWanted(String pepper) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PasswordSettings(DataSize.ofMegabytes(19), 2, 1, 0, Duration.ofSeconds(1), pepper))
                .withMessageContaining("PARLEY_AUTH_PASSWORD_PEPPER").withMessageContaining("openssl rand -base64 32");
    }

    private static PasswordSettings settings(int megabytes, int iterations, int parallelism, int concurrent,
            long deadlineMillis) {
        return new PasswordSettings(DataSize.ofMegabytes(megabytes), iterations, parallelism, concurrent,
                Duration.ofMillis(deadlineMillis), "");
    }
}
