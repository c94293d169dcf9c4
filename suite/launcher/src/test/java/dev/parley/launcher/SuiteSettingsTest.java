package dev.parley.launcher;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.launcher.home.CannotStartException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SuiteSettingsTest {

    private static final Path PROJECT = Path.of("/somewhere/parley");

    @Test
    void withoutAnythingSetItIsPort8080AndTheProjectsOwnFolder() {
        SuiteSettings settings = SuiteSettings.of(PROJECT, Map.of());

        assertThat(settings.gatewayPort()).isEqualTo(8080);
        assertThat(settings.home()).isEqualTo(PROJECT.resolve(".parley"));
    }

    @Test
    void theEnvironmentNamesPortAndDataDirectory() {
        SuiteSettings settings = SuiteSettings.of(PROJECT,
                Map.of("PARLEY_PORT", "9090", "PARLEY_HOME", "/data/parley"));

        assertThat(settings.gatewayPort()).isEqualTo(9090);
        assertThat(settings.home()).isEqualTo(Path.of("/data/parley"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "0", "-1", "65536", "99999999999", "80 80"})
    void aPortThatIsNoneIsToldInOneSentence(String port) {
        assertThatThrownBy(() -> SuiteSettings.of(PROJECT, Map.of("PARLEY_PORT", port)))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("PARLEY_PORT must be a number from 1 to 65535, not \"" + port + "\".");
    }
}
