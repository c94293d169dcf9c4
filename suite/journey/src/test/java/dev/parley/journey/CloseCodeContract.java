package dev.parley.journey;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Why chat-service closes a socket reaches the client through the gateway as it is; 4401 is in the {@link JourneyContract}. */
interface CloseCodeContract {

    RunningSuite suite();

    @Test
    default void aFrameThatIsNoJsonClosesTheSocketWith4400() {
        try (Closing client = new Closing(suite())) {
            client.socket().send("no json".getBytes(UTF_8));
            assertThat(client.code()).isEqualTo(4400);
        }
    }

    @Test
    default void farTooManyOperationsCloseTheSocketWith4429() {
        try (Closing client = new Closing(suite())) {
            String operation = "{\"type\":\"send\",\"ref\":\"1\"}";
            byte[] hundred = ("[" + (operation + ",").repeat(99) + operation + "]").getBytes(UTF_8);
            for (int i = 0; i < 100; i++) {
                client.socket().send(hundred);
            }
            assertThat(client.code()).isEqualTo(4429);
        }
    }

    @Test
    default void anIdleClientIsClosedWith4408AndASlowOneWith4409AndAllWith4503WhenTheNodeStops() {
        RunningSuite.ServiceHandle chat = suite().service("chat-service");
        chat.stop();
        chat.startWith(Map.of("PARLEY_CHAT_SOCKETS_HEARTBEATINTERVAL", "1s", "PARLEY_CHAT_SOCKETS_IDLETIMEOUT", "4s",
                "PARLEY_CHAT_SOCKETS_MAXQUEUESIZE", "256KB", "PARLEY_CHAT_SOCKETS_OPERATIONSPERSECOND", "10000",
                "PARLEY_CHAT_SOCKETS_OPERATIONBURST", "10000",
                // so long a reader that is slow may take to come to the code
                "PARLEY_CHAT_SOCKETS_CLOSETIMEOUT", "60s"));
        try (Closing idle = new Closing(suite());
                Closing slow = new Closing(suite());
                Closing good = new Closing(suite())) {
            idle.socket().answerNoPings();
            assertThat(idle.code()).isEqualTo(4408);

            slow.writesWithoutReadingUntil(() -> new String(
                    Api.stranger(chat.url()).get("/actuator/prometheus").body(), UTF_8)
                    .contains("parley_chat_sockets_slow_total 1.0"));
            assertThat(slow.code()).isEqualTo(4409);

            chat.stop();
            assertThat(good.code()).isEqualTo(4503);
        } finally {
            chat.stop();
            chat.start();
        }
    }

    /** A client of somebody new, who waits for the server to close. */
    final class Closing implements AutoCloseable, LoadSocket.Listener {

        private static final Duration LONG = Duration.ofSeconds(60);

        private final CompletableFuture<Boolean> greeted = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final SocketLoop loop;
        private final Person person;
        private final String channel;
        private final LoadSocket socket;

        Closing(RunningSuite suite) {
            loop = new SocketLoop(suite.gateway());
            // The gateway may still find the node that was there before.
            person = await().atMost(LONG).ignoreExceptions().until(() -> {
                Person arrived = Person.arrives(suite.gateway(), "closing");
                arrived.connects().close();
                return arrived;
            }, arrived -> true);
            channel = person.channelWith(Person.arrives(suite.gateway(), "other"));
            socket = loop.open(person.accessToken(), this);
            greeted.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
        }

        LoadSocket socket() {
            return socket;
        }

        int code() {
            return closed.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
        }

        /** What it writes comes back to it too, so that what it does not read grows. */
        void writesWithoutReadingUntil(Callable<Boolean> dropped) {
            socket.pauseReading();
            int[] sent = {0};
            await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> {
                for (int i = 0; i < 10; i++) {
                    sent[0]++;
                    socket.send(Api.JSON.writeValueAsBytes(Map.of("type", "send", "ref", "1", "channelId", channel,
                            "clientMessageId", "slow-" + sent[0], "text", "long ".repeat(3_000))));
                }
                return dropped.call();
            });
            socket.resumeReading();
        }

        @Override
        public void onText(byte[] buffer, int from, int length) {
            greeted.complete(true);
        }

        @Override
        public void onClosed(int code) {
            closed.complete(code);
            greeted.completeExceptionally(new IllegalStateException("closed with " + code));
        }

        @Override
        public void close() {
            loop.close();
        }
    }
}
