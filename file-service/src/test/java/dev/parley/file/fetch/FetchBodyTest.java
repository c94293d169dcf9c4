package dev.parley.file.fetch;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Bodies that come slowly, or for too long, from real servers into a file. */
@Timeout(60)
class FetchBodyTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";

    private final CountDownLatch ending = new CountDownLatch(1);
    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
    private final Transfer transfer = new Transfer(
            new FetchLeases.Claim(1, 1, 1, false, "http://a.net/", "a", false, "a/b", 0, null, null, null, null, 0,
                    Duration.ofMinutes(59)),
            Duration.ofDays(1), now.get(), now::get);
    @TempDir
    private Path folder;

    @AfterEach
    void endAnswers() {
        ending.countDown();
    }

    @Test
    void aBodyIsWrittenAsItComes() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);

        try (RawServer server = new RawServer(RawServer.content(content))) {
            copy(server);
        }

        assertThat(written()).isEqualTo(content);
        assertThat(transfer.received()).isEqualTo(content.length);
    }

    @Test
    void aBodyThatFallsSilentEndsTheAttempt() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
            RawServer.text(out, HEAD + "abc");
            ending.await();
        })) {
            // the time for the headers is another one
            assertThat(failure(server, "stall-timeout", "200ms", "answer-timeout", "10m").trouble())
                    .isEqualTo(Trouble.TOO_SLOW);
        }
        assertThat(Trouble.TOO_SLOW.passing()).as("another attempt goes on with what is here").isTrue();
        assertThat(written()).asString().isEqualTo("abc");
        assertThat(transfer.received()).isEqualTo(3);
    }

    @Test
    void aBodyThatDripsEndsTheAttempt() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
            RawServer.text(out, HEAD);
            while (!ending.await(5, TimeUnit.MILLISECONDS)) {
                RawServer.text(out, "a");
            }
        })) {
            assertThat(failure(server, "stall-timeout", "1s", "min-speed", "100KB").trouble())
                    .isEqualTo(Trouble.TOO_SLOW);
        }
        assertThat(transfer.received()).isPositive();
    }

    @Test
    void theTimeOfAllAttemptsEndsABodyThatStillComes() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, out) -> {
            RawServer.text(out, HEAD + "abc");
            later.await();
            RawServer.text(out, "def");
            ending.await();
        })) {
            Thread.startVirtualThread(() -> {
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> transfer.received() == 3);
                now.addAndGet(TimeUnit.MINUTES.toNanos(2));
                later.countDown();
            });

            assertThat(failure(server, "time-limit", "1h").trouble()).isEqualTo(Trouble.TIME_LIMIT);
        }
        assertThat(written()).asString().isEqualTo("abc");
    }

    private FetchFailedException failure(RawServer server, String... settings) {
        return catchThrowableOfType(FetchFailedException.class, () -> copy(server, settings));
    }

    private void copy(RawServer server, String... settings) throws Exception {
        FetchSettings all = FetchSettingsFixture.reachingTests(settings);
        Source source = new Source(new AddressPolicy(host -> List.of(), all),
                new PinnedClient(all, SSLContext.getDefault()), Clock.systemUTC());
        try (ServerAnswer answer = source.open(FetchUrl.parse(server.url("/")), 0, "", transfer.signal());
                FileChannel file = FileChannel.open(folder.resolve("body"), StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            SourceContent content = SourceContent.read(answer, 0, "", OptionalLong.empty()).orElseThrow();
            new FetchBody(transfer, all, new TokenBucket(0, System::nanoTime)).copy(answer, content, file);
        }
    }

    private byte[] written() throws Exception {
        return Files.readAllBytes(folder.resolve("body"));
    }
}
