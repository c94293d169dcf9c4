package dev.parley.platform.outbox;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboxSettingsTest {

    @Test
    void whatWouldNeverOrAlwaysRetryIsRefusedAndNamed() {
        assertThatCode(() -> new OutboxSettings(Duration.ofMillis(200), 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new OutboxSettings(Duration.ZERO, 1))
                .hasMessageContaining("parley.outbox.retry-every");
        assertThatThrownBy(() -> new OutboxSettings(Duration.ofHours(2), 1))
                .hasMessageContaining("parley.outbox.retry-every");
        assertThatThrownBy(() -> new OutboxSettings(Duration.ofSeconds(5), 0))
                .hasMessageContaining("parley.outbox.batch-size");
    }
}
