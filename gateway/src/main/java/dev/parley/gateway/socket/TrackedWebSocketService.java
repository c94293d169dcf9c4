package dev.parley.gateway.socket;

import java.util.List;
import java.util.Optional;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.parley.gateway.session.Caller;
import dev.parley.platform.identity.Identity;

/**
 * Accepts WebSockets for the proxy and notes each under the session of the person who opened it; whose ticket opened one, only
 * chat-service knows, which closes it by itself when the session ends. The proxy calls the service only
 * after the client's handshake is done; when that call fails, the socket is closed with 4401 (the service does not accept the
 * session) or 4503 (come again).
 */
final class TrackedWebSocketService implements WebSocketService {

    private static final Logger log = LoggerFactory.getLogger(TrackedWebSocketService.class);
    private static final CloseStatus SERVICE_AWAY = new CloseStatus(4503, "service is away, reconnect");

    private final WebSocketService accepting;
    private final SessionSockets sockets;

    TrackedWebSocketService(WebSocketService accepting, SessionSockets sockets) {
        this.accepting = accepting;
        this.sockets = sockets;
    }

    @Override
    public Mono<Void> handleRequest(ServerWebExchange exchange, WebSocketHandler handler) {
        return accepting.handleRequest(exchange,
                new Tracked(handler, Caller.of(exchange).map(Identity::sessionId)));
    }

    private final class Tracked implements WebSocketHandler {

        private final WebSocketHandler proxy;
        private final Optional<String> sessionId;

        Tracked(WebSocketHandler proxy, Optional<String> sessionId) {
            this.proxy = proxy;
            this.sessionId = sessionId;
        }

        @Override
        public List<String> getSubProtocols() {
            return proxy.getSubProtocols();
        }

        @Override
        public Mono<Void> handle(WebSocketSession socket) {
            sessionId.ifPresent(id -> sockets.add(id, socket));
            return proxy.handle(new FaithfulSocket(socket, SERVICE_AWAY))
                    .onErrorResume(error -> {
                        log.info("a socket ended: {}", error.toString());
                        return socket.close(statusFor(error)).onErrorComplete();
                    })
                    .doFinally(end -> sessionId.ifPresent(id -> sockets.remove(id, socket)));
        }

        private static CloseStatus statusFor(Throwable error) {
            boolean refused = error instanceof WebSocketClientHandshakeException handshake
                    && handshake.response() != null
                    && handshake.response().status().equals(HttpResponseStatus.UNAUTHORIZED);
            return refused ? SessionSockets.SESSION_ENDED : SERVICE_AWAY;
        }
    }
}
