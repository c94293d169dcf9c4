package dev.parley.hash.worker;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkerSettingsTest {

    @Test
    void nothingConfiguredMeansTheDefaults() {
        WorkerSettings settings = bind(Map.of());
        assertThat(settings.consumers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.contentHosts()).containsExactly("file-service");
        assertThat(settings.replyQueues().matcher("file.digests").matches()).isTrue();
        assertThat(settings.maxAttempts()).isEqualTo(10);
    }

    @Test
    void theWaitDoublesUpToTheLongest() {
        WorkerSettings settings = bind(Map.of("first-backoff", "1s", "max-backoff", "5s"));
        assertThat(settings.backoffAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.backoffAfter(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.backoffAfter(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.backoffAfter(4)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.backoffAfter(90)).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"concurrency, -1", "max-attempts, 0", "first-backoff, 0s", "max-backoff, 1ms", "max-backoff, 1h",
        "time-limit, 0s", "time-limit, 29m45s", "connect-timeout, 0s", "stall-timeout, -1s", "content-hosts, ''",
        "reply-queues, ["})
    void aBadValueIsRefused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value))).hasStackTraceContaining(key);
    }

    private static WorkerSettings bind(Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put("parley.hash.worker." + key, value));
        return new Binder(source).bindOrCreate("parley.hash.worker", WorkerSettings.class);
    }
}
