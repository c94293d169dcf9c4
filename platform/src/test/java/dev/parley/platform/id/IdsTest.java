package dev.parley.platform.id;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IdsTest {

    @Test
    void idsNeverRepeatAndSortByCreationAsNumbersAndAsStrings() {
        long[] ids = LongStream.generate(Ids::next).limit(100_000).toArray();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(LongStream.of(ids).mapToObj(Ids::format)).isSorted();
    }

    @Test
    void anIdSurvivesItsStringForm() {
        long id = Ids.next();

        assertThat(Ids.parse(Ids.format(id))).contains(id);
        assertThat(Ids.createdAt(id)).isBetween(Instant.now().minus(Duration.ofMinutes(1)),
                Instant.now().plusMillis(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0000000000000", "ZZZZZZZZZZZZZ", "0h4xq8d1v7k2c", "0H4XQ8D1V7K2U",
        "../../etc/pwd"})
    void textThatIsNoIdIsRefused(String text) {
        assertThat(Ids.parse(text)).isEmpty();
    }
}
