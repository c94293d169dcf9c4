package dev.parley.auth.attempt;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AttemptSettingsTest {

    @ParameterizedTest
    @CsvSource({"0,PT1S,PT1M,PT1H,P30D", "5,PT0S,PT1M,PT1H,P30D", "5,PT1S,PT0.5S,PT1H,P30D", "5,PT1S,PT2H,PT3H,P30D",
        "5,PT1S,PT1M,PT1M,P30D", "5,PT1S,PT1M,P2D,P30D", "5,PT1S,PT1M,PT1H,PT0S", "5,PT1S,PT1M,PT1H,P400D"})
    void whatMakesNoSenseStopsTheStart(int free, Duration first, Duration longest, Duration forgetAfter,
            Duration knownAddressFor) {
        assertThatIllegalArgumentException().isThrownBy(() -> {
            AttemptSettings.Delays delays = new AttemptSettings.Delays(free, first, longest);
            new AttemptSettings(delays, delays, forgetAfter, knownAddressFor);
        }).withMessageStartingWith("parley.auth.attempt: ");
    }
}
