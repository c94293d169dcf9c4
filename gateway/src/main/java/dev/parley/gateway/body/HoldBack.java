package dev.parley.gateway.body;

import org.reactivestreams.Publisher;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Holds bodies back, both ways, while those who read them are slower than those who send them. */
@Component
final class HoldBack implements GlobalFilter, Ordered {

    /** Before every filter that reads or writes a body. */
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Writability service = new Writability();
        ServerWebExchange held = exchange.mutate()
                .request(new HeldRequest(exchange.getRequest(), service))
                .response(new HeldResponse(exchange.getResponse()))
                .build();
        return chain.filter(held).contextWrite(context -> context.put(Writability.class, service));
    }

    private static final class HeldRequest extends ServerHttpRequestDecorator {

        private final Writability service;

        HeldRequest(ServerHttpRequest request, Writability service) {
            super(request);
            this.service = service;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return HeldBackBody.of(super.getBody(), service);
        }
    }

    private static final class HeldResponse extends ServerHttpResponseDecorator {

        HeldResponse(ServerHttpResponse response) {
            super(response);
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            if (body instanceof Mono) {
                return super.writeWith(body);
            }
            Writability client = new Writability();
            ServerHttpResponseDecorator.<HttpServerResponse>getNativeResponse(getDelegate())
                    .withConnection(connection -> client.isOf(connection.channel()));
            return super.writeWith(HeldBackBody.of(Flux.from(body), client));
        }
    }
}
