package dev.parley.chat.socket;

import org.junit.jupiter.api.Test;

import static dev.parley.chat.socket.RateLimit.Verdict.ABUSE;
import static dev.parley.chat.socket.RateLimit.Verdict.ALLOWED;
import static dev.parley.chat.socket.RateLimit.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTest {

    private long now;
    private final RateLimit limit = new RateLimit(10, 2, () -> now);

    @Test
    void aBurstIsAllowedThenTheRate() {
        assertThat(limit.take()).isEqualTo(ALLOWED);
        assertThat(limit.take()).isEqualTo(ALLOWED);
        assertThat(limit.take()).isEqualTo(REFUSED);

        now += 200_000_000; // two more, one of which was used up by the refusal

        assertThat(limit.take()).isEqualTo(ALLOWED);
        assertThat(limit.take()).isEqualTo(REFUSED);
    }

    @Test
    void whoDoesNotSlowDownIsTurnedOut() {
        for (int i = 0; i < 4; i++) {
            limit.take();
        }

        assertThat(limit.take()).isEqualTo(ABUSE);
    }

    @Test
    void restingDoesNotSaveUpMoreThanABurst() {
        now += 3_600_000_000_000L;

        assertThat(limit.take()).isEqualTo(ALLOWED);
        assertThat(limit.take()).isEqualTo(ALLOWED);
        assertThat(limit.take()).isEqualTo(REFUSED);
    }
}
