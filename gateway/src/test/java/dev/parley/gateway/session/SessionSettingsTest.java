package dev.parley.gateway.session;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SessionSettingsTest {

    @Test
    void nothingConfiguredMeansTheDefaults() {
        SessionSettings settings = bind(Map.of());
        assertThat(settings.cacheFor()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.graceFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.rememberEndedFor()).isGreaterThan(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @CsvSource({"cache-for, 0s", "cache-for, 2m", "grace-for, 1s", "remember-ended-for, -1s", "max-sessions, 0",
        "redis-timeout, 0s", "auth-timeout, 0s", "max-checks, 0", "queue-for, 0s"})
    void aBadValueIsRefused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value))).hasStackTraceContaining(key);
    }

    private static SessionSettings bind(Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put("parley.gateway.session." + key, value));
        return new Binder(source).bindOrCreate("parley.gateway.session", SessionSettings.class);
    }
}
