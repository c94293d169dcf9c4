package dev.parley.file.fetch;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FetchSettingsTest {

    @Test
    void byDefaultNothingInsideIsReached() {
        FetchSettings settings = FetchSettingsFixture.with();

        assertThat(settings.allowedNetworks()).isEmpty();
        assertThat(settings.ports()).containsExactly("80", "443", "8080", "8443");
        assertThat(settings.perPerson()).isEqualTo(3);
        assertThat(settings.keepEnded()).isEqualTo(Duration.ofDays(7));
    }

    @ParameterizedTest
    @CsvSource({"allowed-networks,10.0.0.0", "allowed-networks,10.0.0.0/33", "allowed-networks,wiki/8",
        "refused-networks,::/129", "ports,0", "ports,80-79", "ports,http", "max-size,0B", "time-limit,0s",
        "per-person,0",
        "per-node,0", "attempts,0", "lease,1s", "min-speed,-1B", "job-rate,-1B", "keep-ended,-1s"})
    void aValueThatMakesNoSenseStopsTheStart(String key, String value) {
        assertThatThrownBy(() -> FetchSettingsFixture.with(key, value)).hasRootCauseInstanceOf(
                IllegalArgumentException.class);
    }
}
