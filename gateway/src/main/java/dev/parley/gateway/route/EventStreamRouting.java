package dev.parley.gateway.route;

import java.util.List;

import io.netty.channel.ChannelOption;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Answers that are meant never to end do not come from the pool of connections: each would take one away from requests for as long as it
 * lives. All else is left to the filter that follows.
 */
@Component
class EventStreamRouting extends NettyRoutingFilter {

    private static final String ROUTE = "file-events";
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    EventStreamRouting(ObjectProvider<List<HttpHeadersFilter>> headersFilters, HttpClientProperties properties,
            RouteSettings settings) {
        super(HttpClient.create(ConnectionProvider.newConnection()).disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .responseTimeout(settings.silence()), headersFilters, properties);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        return route != null && route.getId().equals(ROUTE)
                ? super.filter(exchange, chain)
                : chain.filter(exchange);
    }

    /** Just before the filter for all other routes, which passes over what was sent already. */
    @Override
    public int getOrder() {
        return super.getOrder() - 1;
    }
}
