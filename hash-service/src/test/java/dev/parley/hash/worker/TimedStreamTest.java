package dev.parley.hash.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimedStreamTest {

    @Test
    void withinItsTimeAStreamIsReadToItsEnd() throws IOException {
        TimedStream stream = new TimedStream(new ByteArrayInputStream(new byte[1000]), Duration.ofHours(1));

        assertThat(stream.read()).isZero();
        assertThat(stream.readAllBytes()).hasSize(999);
    }

    @Test
    void afterItsTimeNothingMoreIsRead() {
        TimedStream stream = new TimedStream(new ByteArrayInputStream(new byte[1000]), Duration.ofNanos(-1));

        assertThatThrownBy(stream::read).isInstanceOf(IOException.class).hasMessageContaining("longer than");
        assertThatThrownBy(() -> stream.read(new byte[10])).isInstanceOf(IOException.class);
    }
}
