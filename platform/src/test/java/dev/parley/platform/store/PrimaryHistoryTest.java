package dev.parley.platform.store;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PrimaryHistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PrimaryHistory history = new PrimaryHistory(Duration.ofSeconds(2));

    private void primaryAt(int second, String position) {
        history.add(START.plusSeconds(second), GtidPosition.parse(position));
    }

    private long secondsBehind(String replica, int second) {
        return history.staleness(GtidPosition.parse(replica), START.plusSeconds(second)).toSeconds();
    }

    @Test
    void aReplicaWithAllTransactionsIsNotStaleHoweverLongNothingIsWritten() {
        primaryAt(0, "0-1-100");
        primaryAt(500, "0-1-100");

        assertThat(secondsBehind("0-1-100", 500)).isZero();
        assertThat(secondsBehind("0-1-101", 500)).isZero();
    }

    @Test
    void aStoppedReplicaGrowsStaleFromTheFirstTransactionItMisses() {
        primaryAt(0, "0-1-100");
        primaryAt(3, "0-1-101");
        primaryAt(4, "0-1-102");

        assertThat(secondsBehind("0-1-100", 9)).isEqualTo(6);
        assertThat(secondsBehind("0-1-101", 9)).isEqualTo(5);
    }

    @Test
    void aReplicaThatNeverReplicatedIsStale() {
        primaryAt(0, "0-1-100");

        assertThat(secondsBehind("", 3)).isEqualTo(3);
    }

    @Test
    void everyDomainCounts() {
        primaryAt(0, "0-1-100,1-2-7");

        assertThat(secondsBehind("0-1-100", 3)).isEqualTo(3);
        assertThat(secondsBehind("1-2-7,0-1-100", 3)).isZero();
    }

    @Test
    void oldSamplesAreForgottenButStalenessIsNotUnderstatedBelowTheLimit() {
        for (int second = 0; second < 100; second++) {
            primaryAt(second, "0-1-" + (100 + second));
        }

        assertThat(secondsBehind("0-1-100", 100)).isBetween(8L, 9L);
    }

    @Test
    void whatIsNoPositionIsRefused() {
        assertThatThrownBy(() -> GtidPosition.parse("0-1")).hasMessageContaining("0-1");
    }
}
