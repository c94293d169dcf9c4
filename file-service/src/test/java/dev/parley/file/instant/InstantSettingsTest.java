package dev.parley.file.instant;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InstantSettingsTest {

    private static final DataSize SMALLEST = DataSize.ofKilobytes(1);

    @Test
    void whatCannotWorkStopsTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InstantSettings(Duration.ZERO, SMALLEST, 1, 1, 1))
                .withMessageContaining("challenge-lifetime");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InstantSettings(Duration.ofSeconds(1), DataSize.ofBytes(-1), 1, 1, 1))
                .withMessageContaining("smallest");
        for (int[] limits : new int[][]{{0, 1, 1}, {1, 0, 1}, {1, 1, 0}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new InstantSettings(Duration.ofSeconds(1), SMALLEST, limits[0], limits[1],
                            limits[2]))
                    .withMessageContaining("most-open");
        }
    }
}
