package dev.parley.file.instant;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChallengeRangeTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 65_535, 65_536, 65_537, 10_000_000_000L})
    void rangesLieWithinTheContentAndAreNotTooLong(long size) {
        for (int seed = 0; seed < 200; seed++) {
            List<ChallengeRange> ranges = ChallengeRange.random(size, new Random(seed));
            assertThat(ranges).hasSizeBetween(4, 8).allSatisfy(range -> {
                assertThat(range.offset()).isNotNegative();
                assertThat(range.length()).isEqualTo(Math.min(size, 65_536));
                assertThat(range.offset() + range.length()).isLessThanOrEqualTo(size);
            });
        }
    }

    @Test
    void rangesSurviveTheirStoredForm() {
        List<ChallengeRange> ranges = ChallengeRange.random(10_000_000_000L, new Random(1));

        assertThat(ChallengeRange.read(ChallengeRange.write(ranges))).isEqualTo(ranges);
    }
}
