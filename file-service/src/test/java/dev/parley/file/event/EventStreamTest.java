package dev.parley.file.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of streams whose readers are slow, too many, or no longer allowed. */
class EventStreamTest {

    private static final EventSettings SMALL = new EventSettings(Duration.ofMillis(20), Duration.ofSeconds(3), 2, 3, 2);

    private final EventStreams streams = new EventStreams(SMALL, new SimpleMeterRegistry());

    private static Identity person(long id, String session) {
        return new Identity(id, session, "token", Instant.now().plusSeconds(600));
    }

    private static EventFrame event(String text) {
        return EventFrame.event("1", "file", "\"" + text + "\"");
    }

    /** All that the stream sends; it must have been ended. */
    private static String sent(EventStream stream) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        stream.writeTo(out, Duration.ofSeconds(60), Clock.systemUTC());
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eventsAreSentInOrderAndThenTheEndWithItsReason() throws Exception {
        EventStream stream = streams.open(person(1, "s"));
        streams.deliver(1, event("a"));
        streams.deliver(1, event("b"));
        streams.endSession("s");

        assertThat(sent(stream)).isEqualTo("""
            id: 1
            event: file
            data: "a"

            id: 1
            event: file
            data: "b"

            event: end
            data: {"reason":"session-ended"}

            """);
        assertThat(streams.size()).isZero();
    }

    @Test
    void eventsOfOthersAreNotSent() throws Exception {
        EventStream stream = streams.open(person(1, "s"));

        streams.deliver(2, event("not yours"));
        streams.endAll();

        assertThat(sent(stream)).isEqualTo("event: end\ndata: {\"reason\":\"stopping\"}\n\n");
    }

    @Test
    void aReaderWhoIsTooSlowIsDroppedAndHoldsNobodyUp() throws Exception {
        EventStream slow = streams.open(person(1, "slow"));
        for (int i = 0; i < 5; i++) {
            streams.deliver(1, event("e" + i));
        }
        EventStream fast = streams.open(person(1, "fast"));
        streams.deliver(1, event("later"));
        streams.endAll();

        assertThat(sent(slow)).contains("e0", "e1", "too-slow").doesNotContain("e2", "later", "stopping");
        assertThat(sent(fast)).contains("later");
    }

    @Test
    void oneStreamTooManyEndsThePersonsOldest() throws Exception {
        EventStream oldest = streams.open(person(1, "a"));
        streams.open(person(1, "b"));
        streams.open(person(1, "c"));

        assertThat(sent(oldest)).contains("replaced");
        assertThat(streams.size()).isEqualTo(2);
    }

    @Test
    void aNodeThatIsFullRefusesButReplacesStill() {
        streams.open(person(1, "a"));
        streams.open(person(1, "b"));
        streams.open(person(2, "c"));

        assertThatThrownBy(() -> streams.open(person(3, "d"))).isInstanceOf(ProblemException.class);
        assertThat(streams.open(person(1, "e"))).isNotNull();
        assertThat(streams.size()).isEqualTo(3);
    }

    @Test
    void aNodeThatStopsOpensNoMore() {
        streams.endAll();

        assertThatThrownBy(() -> streams.open(person(1, "a"))).isInstanceOf(ProblemException.class);
    }

    @Test
    void silenceIsBrokenByComments() throws Exception {
        EventStream stream = streams.open(person(1, "a"));
        CountDownLatch beaten = new CountDownLatch(3);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes) {
                if (new String(bytes, StandardCharsets.UTF_8).equals(":\n\n")) {
                    beaten.countDown();
                }
                if (beaten.getCount() == 0) {
                    stream.end(EndReason.STOPPING);
                }
            }
        };

        stream.writeTo(out, SMALL.heartbeat(), Clock.systemUTC());

        assertThat(beaten.getCount()).isZero();
    }

    @Test
    void aStreamEndsWithItsToken() throws Exception {
        Identity expired = new Identity(1, "s", "t", Instant.now().plusMillis(50));

        assertThat(sent(streams.open(expired))).contains("token-expired");
    }

    @Test
    void forgettingTwiceCountsOnce() {
        EventStream one = streams.open(person(1, "a"));
        streams.open(person(1, "b"));

        assertThat(streams.forget(one)).isFalse();
        assertThat(streams.forget(one)).isFalse();
        assertThat(streams.size()).isEqualTo(1);
    }

    @Test
    void dataThatWouldBreakTheFormatIsRefused() {
        assertThatThrownBy(() -> EventFrame.event("1", "file", "{}\n\ndata: forged"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventFrame.event("1", "Fi\nle", "{}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClientThatIsGoneEndsTheWriting() {
        EventStream stream = streams.open(person(1, "a"));
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> stream.writeTo(broken, SMALL.heartbeat(), Clock.systemUTC()))
                .isInstanceOf(IOException.class);
    }
}
