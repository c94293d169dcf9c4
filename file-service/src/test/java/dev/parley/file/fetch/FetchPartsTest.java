package dev.parley.file.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The small parts of a job: names, headers, rates, fences. */
class FetchPartsTest {

    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "attachment; filename=a.txt | a.txt",
        "attachment; filename=\"a b.txt\" | a b.txt",
        "attachment; filename=\"a\\\"b.txt\" | a\"b.txt",
        "ATTACHMENT;FILENAME = a.txt | a.txt",
        "attachment; filename=plain.txt; filename*=UTF-8''%e2%82%ac.txt | \u20ac.txt",
        "attachment; filename*=ISO-8859-1'en'%a3.txt | \u00a3.txt",
        "attachment; filename=ok.txt; filename*=UTF-8''%ff | ok.txt",
        "attachment; filename=\"../../../etc/passwd\" | passwd",
        "attachment; filename=\"C:\\\\Windows\\\\a.exe\" | a.exe",
        "attachment; filename=\"a\u00e2\u0082\u00ac.txt\" | a\u20ac.txt",
        "attachment; filename*=UTF-8''exe%E2%80%AEfdp.txt | exefdp.txt",
        "attachment; filename*=UTF-8''a%0d%0ab | ab",
        "attachment; filename=\"..\" | ", "attachment; filename=\"\" | ", "attachment | ", "; ; ; | ",
        "attachment; filename*=UTF-7''a | "})
    void aNameFromAServerIsOnlyAName(String header, String name) {
        assertThat(SourceName.ofDisposition(header)).isEqualTo(java.util.Optional.ofNullable(name));
    }

    @Test
    void aLongNameKeepsItsEnd() throws Exception {
        assertThat(SourceName.ofUrl(FetchUrl.parse("http://a.net/" + "a".repeat(500) + ".tar.gz")).orElseThrow())
                .hasSize(200).endsWith(".gz");
        assertThat(SourceName.ofUrl(FetchUrl.parse("http://a.net/a/"))).isEmpty();
        assertThat(SourceName.ofUrl(FetchUrl.parse("http://a.net/a%2F..%2Fb%00c"))).hasValue("bc");
    }

    @Test
    void aServerSaysWhenToComeBackInTwoWays() {
        Instant at = Instant.parse("2026-11-20T10:00:00Z");
        assertThat(RetryAfter.parse("120", at)).hasValue(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Fri, 20 Nov 2026 10:01:00 GMT", at)).hasValue(Duration.ofMinutes(1));
        assertThat(RetryAfter.parse("Fri, 20 Nov 2026 09:01:00 GMT", at)).hasValue(Duration.ZERO);
        assertThat(RetryAfter.parse("-1", at)).isEmpty();
        assertThat(RetryAfter.parse("99999999999999", at)).isEmpty();
    }

    @Test
    void aRateIsKeptOverTimeAndABurstIsLetThrough() {
        TokenBucket bucket = new TokenBucket(1_000, now::get);
        assertThat(bucket.take(1_000)).isZero();
        assertThat(bucket.take(500)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        now.addAndGet(TimeUnit.SECONDS.toNanos(100));
        assertThat(bucket.take(1_000)).as("an idle time saves up no more than a second").isZero();
        assertThat(bucket.take(1_000)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(new TokenBucket(0, now::get).take(Long.MAX_VALUE)).isZero();
    }

    @Test
    void aServerThatDripsIsNoticed() {
        Pace pace = new Pace(1_000, Duration.ofSeconds(10));
        for (int second = 0; second < 9; second++) {
            assertThat(pace.add(1, TimeUnit.SECONDS.toNanos(1))).isTrue();
        }
        assertThat(pace.add(1, TimeUnit.SECONDS.toNanos(1))).isFalse();
        assertThat(new Pace(1_000, Duration.ofSeconds(10)).add(10_000, TimeUnit.SECONDS.toNanos(10))).isTrue();
    }

    @Test
    void theSpeedFollowsWhatComes() {
        TransferSpeed speed = new TransferSpeed();
        assertThat(speed.add(1_000, Duration.ofSeconds(1))).isEqualTo(1_000);
        long slower = speed.add(0, Duration.ofSeconds(1));
        assertThat(slower).isBetween(500L, 999L);
        for (int second = 0; second < 60; second++) {
            slower = speed.add(0, Duration.ofSeconds(1));
        }
        assertThat(slower).isZero();
    }

    @Test
    void aLeaseEndsUnlessItIsRenewed() {
        Fence fence = new Fence(Duration.ofSeconds(10), now.get(), now::get);
        now.addAndGet(TimeUnit.SECONDS.toNanos(9));
        assertThat(fence.isOver()).isFalse();
        fence.extend(now.get());
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(fence.isOver()).isTrue();
    }

    @Test
    void onlyWhoResumesAndBringsSomethingGetsOn() {
        FetchLeases.Claim claim = new FetchLeases.Claim(1, 1, 1, false, "http://a.net/", "a", false, "a/b", 0, null,
                null, null,
                null, 4, Duration.ofSeconds(5));
        Transfer transfer = new Transfer(claim, Duration.ofSeconds(10), now.get(), now::get);
        transfer.beginAt(0);
        transfer.reached(10_000_000);
        assertThat(transfer.failures()).isEqualTo(5);
        transfer.beginAt(10_000_000);
        transfer.reached(10_000_001);
        assertThat(transfer.failures()).isEqualTo(5);
        transfer.reached(20_000_000);
        assertThat(transfer.failures()).isEqualTo(1);
        now.addAndGet(TimeUnit.SECONDS.toNanos(7));
        assertThat(transfer.ran()).isEqualTo(Duration.ofSeconds(12));
    }
}
