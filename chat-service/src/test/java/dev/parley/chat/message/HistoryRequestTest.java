package dev.parley.chat.message;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.parley.chat.message.HistoryRequest.Range;
import dev.parley.chat.message.Timeline.Bounds;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HistoryRequestTest {

    private static Range range(String kind, String value, Bounds bounds, int limit) {
        HistoryRequest request = HistoryRequest.of(kind.equals("after") ? value : null,
                kind.equals("before") ? value : null, kind.equals("around") ? value : null, null);
        return request.within(bounds, limit, time -> 0);
    }

    @ParameterizedTest
    @CsvSource({"after,0,0,10", "after,95,95,100", "after,100,100,100", "after,7000,100,100",
        "after,9223372036854775807,100,100", "before,101,90,100", "before,9223372036854775807,90,100", "before,5,0,4",
        "before,1,0,0", "before,0,0,0", "around,50,44,54", "around,1,0,10", "around,0,0,10", "around,99,90,100",
        "around,7000,90,100"})
    void aPageLiesWhereItIsAskedForAndInsideTheStream(String kind, String value, long after, long upTo) {
        assertThat(range(kind, value, new Bounds(1, 100), 10)).isEqualTo(new Range(after, upTo));
    }

    @ParameterizedTest
    @CsvSource({"after,0,40,50", "after,39,40,50", "before,45,40,44", "before,20,40,40", "around,3,40,50",
        "around,41,40,50", "around,60,54,64"})
    void aPageNeverReachesIntoWhatWasDropped(String kind, String value, long after, long upTo) {
        assertThat(range(kind, value, new Bounds(41, 100), 10)).isEqualTo(new Range(after, upTo));
    }

    @ParameterizedTest
    @CsvSource({"after,0", "after,3", "before,0", "before,9", "around,0", "around,9"})
    void anEmptyStreamHasEmptyPages(String kind, String value) {
        assertThat(range(kind, value, new Bounds(1, 0), 10)).isEqualTo(new Range(0, 0));
        assertThat(range(kind, value, new Bounds(101, 100), 10)).isEqualTo(new Range(100, 100));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "7"})
    void thePageAroundAVersionHasThatVersionWhateverTheLimit(int limit) {
        for (long version = 1; version <= 20; version++) {
            Range range = range("around", Long.toString(version), new Bounds(1, 20), limit);

            assertThat(version).isGreaterThan(range.after()).isLessThanOrEqualTo(range.upTo());
            assertThat(range.upTo() - range.after()).isEqualTo(limit);
        }
    }

    @Test
    void aTimeIsReadWithAnyOffset() {
        HistoryRequest request = HistoryRequest.of(null, null, null, "2026-11-20T13:00:00+01:00");

        assertThat(request).isEqualTo(new HistoryRequest.At(Instant.parse("2026-11-20T12:00:00Z")));
        assertThat(request.within(new Bounds(1, 100), 10, time -> 30)).isEqualTo(new Range(29, 39));
        assertThat(request.within(new Bounds(1, 100), 10, time -> 101)).isEqualTo(new Range(100, 100));
    }

    @ParameterizedTest
    @CsvSource({"after,x", "after,-1", "before,1.5", "around,99999999999999999999", "at,yesterday", "at,2026-11-20"})
    void whatIsNoVersionOrNoTimeIsNamed(String field, String value) {
        assertThatThrownBy(() -> HistoryRequest.of(field.equals("after") ? value : null,
                field.equals("before") ? value : null, field.equals("around") ? value : null,
                field.equals("at") ? value : null))
                .isInstanceOfSatisfying(ProblemException.class,
                        problem -> assertThat(problem.toProblemDetail().getProperties())
                                .asString().contains("field=" + field));
    }

    @Test
    void exactlyOneParameterIsGiven() {
        assertThatThrownBy(() -> HistoryRequest.of(null, null, null, null)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> HistoryRequest.of("1", "2", null, null)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> HistoryRequest.of(null, null, "2", "2026-11-20T12:00:00Z"))
                .isInstanceOf(ProblemException.class);
    }
}
