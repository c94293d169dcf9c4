package dev.parley.gateway.breaker;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BreakerSettingsTest {

    @Test
    void nothingConfiguredMeansTheDefaults() {
        BreakerSettings settings = bind(Map.of());
        assertThat(settings.openFor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.failurePercentage()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"window, 0", "minimum-calls, 0", "minimum-calls, 21", "failure-percentage, 101", "open-for, 1ms",
        "trial-calls, 0"})
    void aBadValueIsRefused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value))).hasStackTraceContaining(key);
    }

    private static BreakerSettings bind(Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put("parley.gateway.breaker." + key, value));
        return new Binder(source).bindOrCreate("parley.gateway.breaker", BreakerSettings.class);
    }
}
