package dev.parley.auth.session;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SessionSettingsTest {

    @ParameterizedTest
    @CsvSource({"0,P30D,PT10S", "1001,P30D,PT10S", "5,PT1S,PT10S", "5,P400D,PT10S", "5,P30D,-PT1S", "5,P30D,PT2M"})
    void whatMakesNoSenseStopsTheStart(int maxSessions, Duration lifetime, Duration grace) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionSettings(maxSessions, lifetime, grace))
                .withMessageStartingWith("parley.auth.session: ");
    }
}
