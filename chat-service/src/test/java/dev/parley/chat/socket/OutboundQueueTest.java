package dev.parley.chat.socket;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutboundQueueTest {

    private final OutboundQueue queue = new OutboundQueue(100_000);

    private boolean offer(String json) {
        return queue.offer(json.getBytes(StandardCharsets.UTF_8));
    }

    private String poll() {
        return queue.poll().map(frame -> new String(frame, StandardCharsets.UTF_8)).orElse("nothing");
    }

    @Test
    void oneObjectLeavesAsItIsAndSeveralAsOneArray() {
        offer("{\"a\":1}");
        assertThat(poll()).isEqualTo("{\"a\":1}");

        offer("{\"a\":1}");
        offer("{\"b\":2}");
        offer("{\"c\":3}");
        assertThat(poll()).isEqualTo("[{\"a\":1},{\"b\":2},{\"c\":3}]");
        assertThat(poll()).isEqualTo("nothing");
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void noArrayGrowsLargerThanProxiesTake() {
        for (int i = 0; i < 5; i++) {
            offer("x".repeat(20_000));
        }

        assertThat(poll().length()).isBetween(60_000, OutboundQueue.MAX_JOINED + 2);
        assertThat(poll()).hasSize(40_003);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatIsTooMuchIsRefusedButASingleObjectNever() {
        assertThat(offer("x".repeat(150_000))).isTrue();
        assertThat(offer("x")).isFalse();
        queue.clear();
        assertThat(offer("x".repeat(99_999))).isTrue();
        assertThat(offer("x")).isTrue();
        assertThat(offer("x")).isFalse();
    }
}
