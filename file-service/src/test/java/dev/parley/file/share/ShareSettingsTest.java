package dev.parley.file.share;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ShareSettingsTest {

    @Test
    void theDefaultsAreThoseOfTheReadme() {
        assertThat(bind(Map.of())).hasToString("ShareSettings[unlockedFor=PT1H, passwordTries=10, linkTries=200, "
                + "triedWithin=PT10M, downloadLasts=PT24H, membersKnownFor=PT3S, visitsKept=PT2160H]");
    }

    @ParameterizedTest
    @CsvSource({"unlocked-for,0s", "tried-within,-1s", "download-lasts,0s", "visits-kept,0s", "password-tries,0",
        "link-tries,9", "members-known-for,11s", "members-known-for,-1s"})
    void whatMakesNoSenseStopsTheStart(String key, String value) {
        assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of(key, value)));
    }

    private static ShareSettings bind(Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put("parley.shares." + key, value));
        return new Binder(source).bindOrCreate("parley.shares", ShareSettings.class);
    }
}
