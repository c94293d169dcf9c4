package dev.parley.platform.store;

import java.time.Instant;
import java.time.LocalDateTime;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UtcColumnTest {

    @Test
    void whatIsStoredIsUtcToTheMicrosecondAndWhatIsKeptIsWhatIsReadAgain() {
        Instant instant = Instant.parse("2026-11-20T18:00:00.123456789Z");

        assertThat(UtcColumn.of(instant)).isEqualTo(LocalDateTime.parse("2026-11-20T18:00:00.123456"));
        assertThat(UtcColumn.kept(instant)).isEqualTo(Instant.parse("2026-11-20T18:00:00.123456Z"));
    }
}
