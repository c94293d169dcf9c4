package dev.parley.platform.identity;

import io.netty.channel.EventLoop;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;

/**
 * The thread that a request came in on. What was asked elsewhere is answered on another one, and the request must not go on there: a
 * WebSocket that is accepted on a foreign thread can lose the client's first frame, when that comes before the connection has
 * been handed from HTTP to WebSocket.
 */
public final class RequestThread {

    private RequestThread() {}

    /** A scheduler for {@code publishOn}; runs at once what is already on that thread. */
    public static Scheduler of(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        Object connection = ServerHttpRequestDecorator.getNativeRequest(request);
        if (!(connection instanceof ChannelOperations<?, ?> operations)) {
            return Schedulers.immediate();
        }
        EventLoop thread = operations.channel().eventLoop();
        return Schedulers.fromExecutor(task -> {
            if (thread.inEventLoop()) {
                task.run();
            } else {
                thread.execute(task);
            }
        });
    }
}
