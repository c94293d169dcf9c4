package dev.parley.gateway;

import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** WebSockets through the gateway: frames and close codes both ways, and their end with the session. */
class SocketTest extends GatewayTest {

    private static final String SOCKET = "/api/chat/ws";
    private static final WebsocketServerSpec LONG_FRAMES = WebsocketServerSpec.builder()
            .maxFramePayloadLength(1_000_000)
            .build();

    private final BlockingQueue<Integer> closedAtService = new LinkedBlockingQueue<>();

    /** Sends each text back; {@code close:<code>} closes. */
    @BeforeEach
    void chatEchoes() {
        chat.answer(SOCKET, (request, response) -> response.sendWebsocket(this::echo, LONG_FRAMES));
        await().atMost(PATIENCE).until(() -> publishEnd("nobody") > 0);
    }

    private Mono<Void> echo(WebsocketInbound in, WebsocketOutbound out) {
        in.receiveCloseStatus().subscribe(status -> closedAtService.add(status.code()));
        return in.aggregateFrames(1_000_000).receiveFrames().ofType(TextWebSocketFrame.class)
                .map(TextWebSocketFrame::text)
                .concatMap(text -> text.startsWith("close:")
                        ? out.sendClose(Integer.parseInt(text.substring(6)), "as told")
                        : out.sendString(Mono.just(text)).then())
                .then();
    }

    @Test
    void framesPassBothWays() throws Exception {
        SocketClient socket = connect();
        socket.send("hello");
        assertThat(socket.receive()).isEqualTo("hello");
        socket.send("ü".repeat(60_000));
        assertThat(socket.receive()).hasSize(60_000);
        socket.close(1000);
    }

    @Test
    void theServiceGetsTheToken() throws Exception {
        SocketClient socket = connect();
        socket.send("x");
        socket.receive();
        assertThat(chat.seen(SOCKET).getFirst().headers().get("Authorization")).isEqualTo("Bearer " + token);
        socket.close(1000);
    }

    @Test
    void pingsReachTheServiceAndComeBack() throws Exception {
        SocketClient socket = connect();
        socket.ping();
        assertThat(socket.hasPong()).isTrue();
        socket.close(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 4000, 4400, 4401, 4408, 4409, 4429, 4503, 4999})
    void theServicesCloseCodeReachesTheClient(int code) throws Exception {
        SocketClient socket = connect();
        socket.send("close:" + code);
        assertThat(socket.closed().get(60, TimeUnit.SECONDS)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 4000, 4999})
    void theClientsCloseCodeReachesTheService(int code) throws Exception {
        SocketClient socket = connect();
        socket.send("x");
        socket.receive();
        socket.close(code);
        assertThat(closedAtService.poll(60, TimeUnit.SECONDS)).isEqualTo(code);
    }

    @Test
    void whenTheSessionEndsItsSocketsAreClosedWith4401WithinASecond() throws Exception {
        SocketClient first = connect();
        SocketClient second = connect();
        SocketClient other = new SocketClient(http, socketUri(), issuer.token(42));
        for (SocketClient socket : new SocketClient[]{first, second, other}) {
            socket.send("x");
            socket.receive();
        }
        publishEnd(sessionId);
        assertThat(first.closed().get(1, TimeUnit.SECONDS)).isEqualTo(4401);
        assertThat(second.closed().get(1, TimeUnit.SECONDS)).isEqualTo(4401);
        // The service learns of it too, and others are not touched.
        assertThat(closedAtService.poll(60, TimeUnit.SECONDS)).isNotNull();
        other.send("still there");
        assertThat(other.receive()).isEqualTo("still there");
        other.close(1000);
    }

    @Test
    void anEndWhosePushWasLostClosesTheSocketsALittleLater() throws Exception {
        SocketClient socket = connect();
        socket.send("x");
        socket.receive();
        writeSession(sessionId, "ended");
        assertThat(socket.closed().get(60, TimeUnit.SECONDS)).isEqualTo(4401);
        assertThat(status(signedIn(CHANNELS))).isEqualTo(401);
    }

    @Test
    void anEndedSessionOpensNoSocket() {
        publishEnd(sessionId);
        await().atMost(PATIENCE).until(() -> status(signedIn(CHANNELS)) == 401);
        assertThatThrownBy(this::connect).hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(chat.seen(SOCKET)).isEmpty();
    }

    /** The connection goes to its frames only after an answer of auth-service, which comes on another thread. */
    @Test
    void theFirstFrameIsNeverLostHoweverSoonItComes() throws Exception {
        for (int i = 0; i < 100; i++) {
            SocketClient socket = new SocketClient(http, socketUri(), issuer.token(42));
            socket.send("first");
            assertThat(socket.receive()).isEqualTo("first");
            socket.close(1000);
        }
    }

    /** The client sends it in several frames, and the service is not connected yet when the first ones come. */
    @Test
    void aLongFirstMessageArrivesWhole() throws Exception {
        for (int i = 0; i < 20; i++) {
            SocketClient socket = new SocketClient(http, socketUri(), issuer.token(42));
            socket.send("x".repeat(200_000));
            assertThat(socket.receive()).hasSize(200_000);
            socket.close(1000);
        }
    }

    @Test
    void aMessageThatIsTooLongClosesTheSocket() throws Exception {
        SocketClient socket = connect();
        String tooLong = "x".repeat(300_000);
        // The socket may be closed before all of it is sent.
        Throwable ignored = catchThrowable(() -> socket.send(tooLong));
        assertThat(socket.closed().get(60, TimeUnit.SECONDS)).as("after %s", ignored).isIn(1009, 1006);
        assertThat(connect().closed().isDone()).isFalse();
    }

    @Test
    void aSocketMayBeSilentForLongerThanARequest() throws Exception {
        SocketClient socket = connect();
        socket.send("x");
        socket.receive();
        await().pollDelay(Duration.ofSeconds(4)).atMost(PATIENCE).until(() -> !socket.closed().isDone());
        socket.send("awake");
        assertThat(socket.receive()).isEqualTo("awake");
        socket.close(1000);
    }

    @Test
    void whenTheServiceIsAwayTheSocketIsClosedWithComeAgain() throws Exception {
        chat.stop();
        assertThat(connect().closed().get(60, TimeUnit.SECONDS)).isEqualTo(4503);
    }

    @Test
    void whenTheServiceRefusesTheSessionTheSocketIsClosedWith4401() throws Exception {
        chat.answerStatus(SOCKET, 401);
        assertThat(connect().closed().get(60, TimeUnit.SECONDS)).isEqualTo(4401);
    }

    @Test
    void whenTheServiceDiesTheSocketIsClosedWithComeAgain() throws Exception {
        SocketClient socket = connect();
        socket.send("x");
        socket.receive();
        chat.stop();
        assertThat(socket.closed().get(60, TimeUnit.SECONDS)).isEqualTo(4503);
    }

    private SocketClient connect() {
        return new SocketClient(http, socketUri(), token);
    }
}
