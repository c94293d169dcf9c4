package dev.parley.file.drive;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MediaTypesTest {

    @Test
    void oneConcreteTypeIsKeptWithItsParameters() {
        assertThat(MediaTypes.orOctets("image/png")).isEqualTo("image/png");
        assertThat(MediaTypes.orOctets("text/plain; charset=utf-8")).isEqualTo("text/plain;charset=utf-8");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "image", "image/*", "*/*", "text/plain; charset=none-such",
        "text/plain; a=\"x\r\nSet-Cookie: y\"", "text/plain; a=\"\u00e4\""})
    void everythingElseIsOctets(String given) {
        assertThat(MediaTypes.orOctets(given)).isEqualTo("application/octet-stream");
    }

    @Test
    void aTypeThatIsTooLongForItsColumnIsOctets() {
        assertThat(MediaTypes.orOctets("text/" + "x".repeat(123))).isEqualTo("application/octet-stream");
    }
}
