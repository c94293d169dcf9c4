package dev.parley.gateway.socket;

import java.util.Map;
import java.util.function.Function;

import io.netty.handler.codec.TooLongFrameException;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The client's socket as the proxy gets it. When the service's side breaks, the proxy just stops reading, and the socket would be
 * closed without a code; a message that is too long would be answered in one of several ways. Here the code is sent first: only the
 * first close of a socket counts.
 */
final class FaithfulSocket implements WebSocketSession {

    private final WebSocketSession socket;
    private final Flux<WebSocketMessage> received;

    /**
     * Must be made on the socket's own thread as soon as it is open: asking for what is received is what makes whole messages of
     * fragments, and the proxy asks only when the service has answered, by which time half of a message may be there.
     */
    FaithfulSocket(WebSocketSession socket, CloseStatus serviceAway) {
        this.socket = socket;
        this.received = socket.receive()
                .doOnError(TooLongFrameException.class, tooLong -> closeNow(CloseStatus.TOO_BIG_TO_PROCESS))
                .doOnCancel(() -> closeNow(serviceAway));
    }

    @Override
    public Flux<WebSocketMessage> receive() {
        return received;
    }

    private void closeNow(CloseStatus status) {
        socket.close(status).onErrorComplete().subscribe();
    }

    @Override
    public String getId() {
        return socket.getId();
    }

    @Override
    public HandshakeInfo getHandshakeInfo() {
        return socket.getHandshakeInfo();
    }

    @Override
    public DataBufferFactory bufferFactory() {
        return socket.bufferFactory();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return socket.getAttributes();
    }

    @Override
    public Mono<Void> send(Publisher<WebSocketMessage> messages) {
        return socket.send(messages);
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public Mono<Void> close(CloseStatus status) {
        return socket.close(status);
    }

    @Override
    public Mono<CloseStatus> closeStatus() {
        return socket.closeStatus();
    }

    @Override
    public WebSocketMessage textMessage(String payload) {
        return socket.textMessage(payload);
    }

    @Override
    public WebSocketMessage binaryMessage(Function<DataBufferFactory, DataBuffer> payload) {
        return socket.binaryMessage(payload);
    }

    @Override
    public WebSocketMessage pingMessage(Function<DataBufferFactory, DataBuffer> payload) {
        return socket.pingMessage(payload);
    }

    @Override
    public WebSocketMessage pongMessage(Function<DataBufferFactory, DataBuffer> payload) {
        return socket.pongMessage(payload);
    }
}
