package dev.parley.file.drive;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DriveSettingsTest {

    @Test
    void theDefaultsAreThoseOfTheReadme() {
        assertThat(bind(Map.of())).isEqualTo(new DriveSettings(DataSize.ofGigabytes(100), Duration.ofDays(30), 10_000));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(bind(Map.of("parley.drive.quota", "0", "parley.drive.trash-expires-after", "7d",
                "parley.drive.largest-copy", "5")))
                .isEqualTo(new DriveSettings(DataSize.ofBytes(0), Duration.ofDays(7), 5));
    }

    @ParameterizedTest
    @CsvSource({"parley.drive.quota, -1", "parley.drive.trash-expires-after, 0s", "parley.drive.largest-copy, 0"})
    void whatMakesNoSenseStopsTheStart(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value))).rootCause().hasMessageContaining(key);
    }

    @Test
    void withoutAQuotaADriveIsNeverOver() {
        assertThat(new DriveSpace.Usage(Long.MAX_VALUE / 2, 7, 0).isOver()).isFalse();
        assertThat(new DriveSpace.Usage(90, 10, 100).isOver()).isFalse();
        assertThat(new DriveSpace.Usage(90, 11, 100).isOver()).isTrue();
    }

    private static DriveSettings bind(Map<String, String> keys) {
        return new Binder(new MapConfigurationPropertySource(keys)).bindOrCreate("parley.drive", DriveSettings.class);
    }
}
