package dev.parley.chat.socket;

import java.io.IOException;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.netty.FutureMono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

import dev.parley.chat.message.Delivery;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.SocketSettings;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/**
 * Opens WebSockets (RFC 6455) straight on reactor-netty: Spring's session and message objects for each socket would cost memory,
 * and its outbound stream hides whether the client still reads.
 */
@RestController
class SocketController {

    private static final Logger log = LoggerFactory.getLogger(SocketController.class);

    private final Sockets sockets;
    private final SocketProtocol protocol;
    private final Delivery delivery;
    private final Draining draining;
    private final SocketSettings settings;
    private final String node;

    SocketController(Sockets sockets, SocketProtocol protocol, Delivery delivery, Draining draining,
            ChatSettings settings) {
        this.sockets = sockets;
        this.protocol = protocol;
        this.delivery = delivery;
        this.draining = draining;
        this.settings = settings.sockets();
        this.node = settings.nodeId();
    }

    @GetMapping("/api/chat/ws")
    Mono<Void> connect(ServerWebExchange exchange, @AuthenticationPrincipal Identity me) {
        if (!"websocket".equalsIgnoreCase(exchange.getRequest().getHeaders().getFirst(HttpHeaders.UPGRADE))) {
            return Mono.error(new ProblemException(ChatProblem.UPGRADE_REQUIRED, "connect with a WebSocket client"));
        }
        HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        WebsocketServerSpec spec = WebsocketServerSpec.builder()
                .maxFramePayloadLength((int) settings.maxFrameSize().toBytes())
                .handlePing(true) // handed to us, so that a client's ping counts as a sign of life
                .build();
        return exchange.getResponse()
                .setComplete()
                .then(Mono.defer(() -> response.sendWebsocket((in, out) -> serve(in, out, me), spec)));
    }

    private Mono<Void> serve(WebsocketInbound in, WebsocketOutbound out, Identity me) {
        Channel[] channel = new Channel[1];
        out.withConnection(connection -> channel[0] = connection.channel());
        ChatSocket socket = new ChatSocket(channel[0], me, delivery, settings, sockets::slowReader);
        sockets.add(socket);
        Mono<Void> greeting = Mono.<Void>fromRunnable(() -> greet(socket))
                .subscribeOn(protocol.blocking());
        Flux<Void> frames = in.aggregateFrames((int) settings.maxFrameSize().toBytes())
                .receiveFrames()
                .<byte[]>handle((frame, texts) -> onFrame(socket, frame, texts))
                .concatMap(frame -> protocol.onFrame(socket, frame), 1);
        return greeting.thenMany(frames)
                .onErrorResume(error -> {
                    socket.close(closeCodeFor(error));
                    return FutureMono.from(channel[0].closeFuture()); // or our close code would be overtaken by 1000
                })
                .doFinally(signal -> {
                    sockets.remove(socket);
                    Thread.startVirtualThread(socket.attachment()::close);
                })
                .then();
    }

    private static CloseCode closeCodeFor(Throwable error) {
        if (error instanceof DecoderException) {
            return CloseCode.MALFORMED;
        }
        if (error instanceof IOException || error instanceof AbortedException) {
            log.debug("a client is gone", error);
        } else {
            log.error("a socket failed", error);
        }
        return CloseCode.DRAINING;
    }

    private void greet(ChatSocket socket) {
        if (draining.isDraining()) {
            socket.close(CloseCode.DRAINING);
            return;
        }
        try {
            delivery.start(socket.attachment());
            socket.offer(ServerFrames.hello(socket.userId(), socket.identity().sessionId(), node));
        } catch (RuntimeException e) {
            log.warn("a socket could not be served, its client will reconnect: {}", e.toString());
            socket.close(CloseCode.DRAINING);
        }
    }

    /** Passes the bytes of a text frame on: the frame itself is released when this returns. */
    private static void onFrame(ChatSocket socket, WebSocketFrame frame, SynchronousSink<byte[]> texts) {
        socket.heard();
        switch (frame) {
            case TextWebSocketFrame text -> texts.next(ByteBufUtil.getBytes(text.content()));
            case PingWebSocketFrame ping -> socket.pong(ping.content().retain());
            case BinaryWebSocketFrame ignored -> socket.close(CloseCode.MALFORMED);
            default -> log.trace("a pong"); // which was a sign of life
        }
    }
}
