package dev.parley.chat.message;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionsTest {

    @Test
    void thePartitionOfAChannelNeverChanges() {
        assertThat(LongStream.of(1, 2, 911554280051874220L, Long.MAX_VALUE)
                .mapToObj(id -> Partitions.partitionOf(id, 8))).containsExactly(1, 2, 2, 6);
    }

    @Test
    void channelsSpreadEvenly() {
        var counts = LongStream.generate(Ids::next)
                .limit(8000)
                .boxed()
                .collect(Collectors.groupingBy(id -> Partitions.partitionOf(id, 8), Collectors.counting()));

        assertThat(counts).hasSize(8);
        assertThat(counts.values()).allMatch(count -> count > 800 && count < 1200);
    }
}
