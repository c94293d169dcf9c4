package dev.parley.gateway.socket;

import io.netty.channel.ChannelOption;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import org.springframework.web.reactive.socket.client.WebSocketClient;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.resources.ConnectionProvider;

/** Both ends of a proxied WebSocket; the beans replace those of Spring Cloud Gateway. */
@Configuration(proxyBeanMethods = false)
class SocketConfiguration {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    @Bean
    @Primary
    WebSocketService trackedWebSocketService(RequestUpgradeStrategy upgrades, SessionSockets sockets) {
        return new TrackedWebSocketService(new HandshakeWebSocketService(upgrades), sockets);
    }

    /**
     * Sockets towards services do not come from the pool of the HTTP client: each would take a connection away from requests for as
     * long as it lives. Nor do they have its time-out for answers.
     */
    @Bean
    @Primary
    WebSocketClient socketClient(HttpClientProperties properties) {
        HttpClient http = HttpClient.create(ConnectionProvider.newConnection())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
        return new ReactorNettyWebSocketClient(http, () -> {
            WebsocketClientSpec.Builder spec = WebsocketClientSpec.builder()
                    .handlePing(properties.getWebsocket().isProxyPing());
            Integer maxFrame = properties.getWebsocket().getMaxFramePayloadLength();
            return maxFrame == null ? spec : spec.maxFramePayloadLength(maxFrame);
        });
    }
}
