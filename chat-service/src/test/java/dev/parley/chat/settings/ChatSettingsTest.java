package dev.parley.chat.settings;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class ChatSettingsTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ChatSettings.class)
    static class Bound {}

    private static ApplicationContextRunner runner(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("parley.chat.encryption.key", KEY));
        all.putAll(properties);
        return new ApplicationContextRunner().withUserConfiguration(Bound.class)
                .withPropertyValues(all.entrySet()
                        .stream()
                        .map(property -> property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new));
    }

    @Test
    void theDefaultsAreThese() {
        runner(Map.of()).run(context -> {
            ChatSettings settings = context.getBean(ChatSettings.class);
            assertThat(settings.nodeId()).isNotBlank();
            assertThat(settings.messages().partitions()).isEqualTo(8);
            assertThat(settings.messages().batchSize()).isEqualTo(256);
            assertThat(settings.messages().batchWait()).isEqualTo(Duration.ZERO);
            assertThat(settings.messages().maxTextSize().toKilobytes()).isEqualTo(16);
            assertThat(settings.messages().maxEntrySize().toMegabytes()).isEqualTo(1);
            assertThat(settings.messages().recallWindow()).isEqualTo(Duration.ofHours(24));
            assertThat(settings.delivery().checkInterval()).isEqualTo(Duration.ofSeconds(3));
            assertThat(settings.sockets().maxQueueSize().toMegabytes()).isEqualTo(4);
            assertThat(settings.sockets().idleTimeout()).isEqualTo(Duration.ofSeconds(75));
            assertThat(settings.presence().expiry()).isEqualTo(Duration.ofSeconds(45));
            assertThat(settings.tickets().perMinute()).isEqualTo(30);
            assertThat(settings.contacts().maxRequests()).isEqualTo(500);
            assertThat(settings.cursors().shareUpTo()).isEqualTo(100);
            assertThat(settings.search().enabled()).isTrue();
            assertThat(settings.messages().retention().isZero()).isTrue();
            assertThat(settings.encryption().keyId()).isEqualTo("k1");
        });
    }

    @ParameterizedTest
    @CsvSource({"parley.chat.messages.partitions, 0", "parley.chat.messages.batch-size, 0",
        "parley.chat.messages.batch-wait, 2s", "parley.chat.messages.prefetch, 1",
        "parley.chat.messages.max-text-size, 2MB", "parley.chat.messages.max-entry-size, 200KB",
        "parley.chat.messages.max-entry-size, 10MB", "parley.chat.messages.recall-window, -1s",
        "parley.chat.messages.confirm-timeout, 0s",
        "parley.chat.messages.send-timeout, 1s", "parley.chat.messages.months-ahead, 0",
        "parley.chat.delivery.check-interval, 0s", "parley.chat.delivery.page, 0",
        "parley.chat.delivery.recent-ttl, 0s", "parley.chat.sockets.max-frame-size, 1B",
        "parley.chat.sockets.max-queue-size, 1B", "parley.chat.sockets.idle-timeout, 1s",
        "parley.chat.sockets.operations-per-second, 0", "parley.chat.sockets.drain-period, -1s",
        "parley.chat.contacts.max-requests, 0", "parley.chat.contacts.max-contacts, 0",
        "parley.chat.contacts.max-blocks, 0", "parley.chat.tickets.per-minute, 0",
        "parley.chat.presence.expiry, 1s", "parley.chat.presence.grace, -1s", "parley.chat.presence.remember-for, 0s",
        "parley.chat.presence.max-watched, 0", "parley.chat.presence.recheck, 0s",
        "parley.chat.presence.typing-up-to, -1",
        "parley.chat.encryption.key, c2hvcnQ=", "parley.chat.encryption.key, ''",
        "parley.chat.encryption.key-id, no spaces", "parley.chat.encryption.previous-keys.k0, x",
        "parley.chat.cursors.share-up-to, -1", "parley.chat.cursors.write-interval, 6s",
        "parley.chat.cursors.batch-size, 0", "parley.chat.search.key, c2hvcnQ=", "parley.chat.search.interval, 0s",
        "parley.chat.messages.retention, -5",
        "parley.chat.messages.retention, -P1M", "parley.chat.node-id, no spaces"})
    void anInvalidValueStopsTheStartAndIsNamed(String key, String value) {
        runner(Map.of(key, value))
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageStartingWith(key));
    }

    @ParameterizedTest
    @CsvSource({"parley.chat.unknown", "parley.chat.messages.unknown", "parley.chat.sockets.unknown"})
    void anUnknownKeyStopsTheStart(String key) {
        runner(Map.of(key, "1")).run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(key));
    }

    @Test
    void keysAreNeverPrinted() {
        runner(Map.of("parley.chat.encryption.previous-keys.k0", KEY)).run(
                context -> assertThat(context.getBean(ChatSettings.class).toString()).contains("k0")
                        .doesNotContain(KEY));
    }
}
