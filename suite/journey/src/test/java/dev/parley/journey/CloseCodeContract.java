package dev.parley.journey;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Why chat-service closes a socket reaches the client through the gateway as it is; 4401 is in the {@link JourneyContract}, 4409 in the drills. */
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
            for (int i = 0; i < 11; i++) { // a burst of 500, and 500 more that were refused
                client.socket().send(hundred);
            }
            assertThat(client.code()).isEqualTo(4429);
        }
    }

    @Test
    default void anIdleClientIsClosedWith4408AndAllOthersWith4503WhenTheNodeStops() {
        RunningSuite.ServiceHandle chat = suite().service("chat-service");
        chat.stop();
        chat.startWith(Map.of("PARLEY_CHAT_SOCKETS_HEARTBEATINTERVAL", "1s", "PARLEY_CHAT_SOCKETS_IDLETIMEOUT", "4s"));
        try (Closing idle = new Closing(suite());
                Closing good = new Closing(suite())) {
            idle.socket().answerNoPings();
            assertThat(idle.code()).isEqualTo(4408);

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
        private final LoadSocket socket;

        Closing(RunningSuite suite) {
            loop = new SocketLoop(suite.gateway());
            // The gateway may still find the node that was there before.
            person = await().atMost(LONG).ignoreExceptions().until(() -> {
                Person arrived = Person.arrives(suite.gateway(), "closing");
                arrived.connects().close();
                return arrived;
            }, arrived -> true);
            socket = loop.open(person.accessToken(), this);
            greeted.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
        }

        LoadSocket socket() {
            return socket;
        }

        int code() {
            return closed.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
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
