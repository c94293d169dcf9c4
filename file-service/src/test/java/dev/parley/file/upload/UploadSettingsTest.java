package dev.parley.file.upload;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UploadSettingsTest {

    @Test
    void nothingNeedsToBeSet() {
        UploadSettings settings = bind(Map.of());

        assertThat(settings.maxSize()).isEqualTo(DataSize.ofGigabytes(50));
        assertThat(settings.expiresAfter()).hasHours(24);
        assertThat(settings.bufferSize()).isEqualTo(DataSize.ofKilobytes(256));
    }

    @Test
    void valuesThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> bind(Map.of("parley.uploads.max-size", "0")))
                .hasRootCauseMessage("parley.uploads.max-size must be positive");
        assertThatThrownBy(() -> bind(Map.of("parley.uploads.expires-after", "0s")))
                .hasRootCauseMessage("parley.uploads.expires-after must be positive");
        assertThatThrownBy(() -> bind(Map.of("parley.uploads.buffer-size", "1GB")))
                .hasRootCauseMessage("parley.uploads.buffer-size must be between 8KB and 8MB");
    }

    private static UploadSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("parley.uploads",
                UploadSettings.class);
    }
}
