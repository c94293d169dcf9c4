package dev.parley.platform.store;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoreSettingsTest {

    private static StoreSettings settings(String primary, List<String> replicas, int pool, Duration lag) {
        return new StoreSettings(primary, replicas, "parley", "secret", pool, Duration.ofSeconds(3), lag);
    }

    @Test
    void anEmptyListOfReplicasIsFine() {
        assertThat(settings("jdbc:mariadb://h/p", List.of(""), 10, Duration.ofSeconds(2)).replicas()).isEmpty();
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(settings("jdbc:mariadb://h/p", List.of(), 10, Duration.ofSeconds(2)).toString())
                .doesNotContain("secret");
    }

    @Test
    void aWrongValueNamesItsKey() {
        Duration lag = Duration.ofSeconds(2);
        assertThatThrownBy(() -> settings("jdbc:mysql://h/p", List.of(), 10, lag))
                .hasMessageContaining("parley.store.primary");
        assertThatThrownBy(() -> settings("jdbc:mariadb://h/p", List.of("x"), 10, lag))
                .hasMessageContaining("parley.store.replicas");
        assertThatThrownBy(() -> settings("jdbc:mariadb://h/p", List.of(), 0, lag))
                .hasMessageContaining("parley.store.pool-size");
        assertThatThrownBy(() -> settings("jdbc:mariadb://h/p", List.of(), 1, Duration.ZERO))
                .hasMessageContaining("parley.store.max-replica-lag");
    }
}
