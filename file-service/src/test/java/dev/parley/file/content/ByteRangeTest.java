package dev.parley.file.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangeTest {

    private static final long SIZE = 10_000;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bytes=0-0                       | 0+1",
        "BYTES=0-0                       | 0+1",
        "bytes= 5-9 , , 1000-1009        | 5+5 1000+10",
        "bytes=9999-                     | 9999+1",
        "bytes=-1                        | 9999+1",
        "bytes=-20000                    | 0+10000",
        "bytes=0-20000                   | 0+10000",
        "bytes=9000-9009,0-9             | 9000+10 0+10",
        "bytes=0-9,10000-,9000-9009      | 0+10 9000+10",
        "bytes=0-99,50-149               | 0+150",
        "bytes=0-99,100-199              | 0+200",
        "bytes=0-99,150-199              | 0+200",
        "bytes=0-99,9000-9009,50-299     | 0+300 9000+10",
        "bytes=0-9,500-509,1000-1009,5-1005 | 0+1010",
        "bytes=10000-                    | ''",
        "bytes=-0                        | ''",
        "bytes=10000-20000,30000-        | ''"})
    void rangesAreCutToTheContentAndWhatOverlapsIsOne(String header, String expected) {
        assertThat(requested(header, SIZE).map(ByteRangeTest::text)).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"bytes=", "bytes", "lines=0-1", "bytes=5-4", "bytes=x-", "bytes=--1",
        "bytes=0-0 1-1", "bytes=99999999999999999999-"})
    void whatCannotBeReadIsNoRange(String header) {
        assertThat(requested(header, SIZE)).isEmpty();
    }

    @Test
    void sixteenRangesAreServedAndSeventeenAreNone() {
        assertThat(requested("bytes=" + every(16), SIZE).orElseThrow()).hasSize(16);
        assertThat(requested("bytes=" + every(17), SIZE)).isEmpty();
        assertThat(requested("bytes=" + "0-0,".repeat(100_000) + "1-1", SIZE)).isEmpty();
    }

    @Test
    void nothingLiesWithinAnEmptyContent() {
        assertThat(requested("bytes=0-", 0)).hasValue(List.of());
        assertThat(requested("bytes=-5", 0)).hasValue(List.of());
    }

    /** Against a model that knows nothing but single bytes. */
    @RepeatedTest(20)
    void whateverIsAskedForEachByteIsSentOnceAtMostAndNoneThatIsAskedForIsMissing() {
        Random random = new Random();
        List<long[]> asked = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            long first = random.nextLong(SIZE);
            asked.add(new long[]{first, Math.min(SIZE - 1, first + random.nextLong(1_500))});
        }
        String header = asked.stream().map(r -> r[0] + "-" + r[1]).collect(Collectors.joining(","));

        int[] sent = new int[(int) SIZE];
        requested("bytes=" + header, SIZE).orElseThrow().forEach(range -> {
            for (long i = range.offset(); i < range.end(); i++) {
                sent[(int) i]++;
            }
        });

        assertThat(sent).as(header).doesNotContain(2);
        asked.forEach(range -> {
            for (long i = range[0]; i <= range[1]; i++) {
                assertThat(sent[(int) i]).as(header).isEqualTo(1);
            }
        });
    }

    private static String every(int count) {
        return java.util.stream.IntStream.range(0, count).mapToObj(i -> i * 500 + "-" + i * 500)
                .collect(Collectors.joining(","));
    }

    private static Optional<List<ByteRange>> requested(String header, long size) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Range", header);
        return ByteRange.requested(request, size);
    }

    private static String text(List<ByteRange> ranges) {
        return ranges.stream().map(range -> range.offset() + "+" + range.length()).collect(Collectors.joining(" "));
    }
}
