package dev.parley.file.garbage;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GarbageSettingsTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Test
    void theShortestGraceIsTenMinutes() {
        assertThatCode(() -> settings(TEN_MINUTES, 500, 500, TEN_MINUTES, TEN_MINUTES)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(TEN_MINUTES, 500, 500, TEN_MINUTES, TEN_MINUTES.minusMillis(1)))
                .withMessageContaining("grace");
    }

    @Test
    void whatCannotWorkStopsTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Duration.ZERO, 500, 500, TEN_MINUTES, TEN_MINUTES))
                .withMessageContaining("every");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(TEN_MINUTES, 1_001, 2_000, TEN_MINUTES, TEN_MINUTES))
                .withMessageContaining("batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(TEN_MINUTES, 500, 499, TEN_MINUTES, TEN_MINUTES))
                .withMessageContaining("most-per-run");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(TEN_MINUTES, 500, 500, Duration.ofMinutes(31), TEN_MINUTES))
                .withMessageContaining("longest-run");
    }

    private static GarbageSettings settings(Duration every, int batch, int most, Duration longest, Duration grace) {
        return new GarbageSettings(every, Duration.ZERO, batch, most, longest, grace, false);
    }
}
