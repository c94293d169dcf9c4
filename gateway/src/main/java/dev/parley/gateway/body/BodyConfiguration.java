package dev.parley.gateway.body;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Bodies pass in pieces as large as a read of the socket gives, rather than in the 8 KiB of Netty's default: a piece costs the same
 * whatever its size. {@link HeldBackBody} sees to it that there are only a few of them.
 */
@Configuration(proxyBeanMethods = false)
class BodyConfiguration {

    /**
     * Memory that stays: Netty's default gives memory back as fast as it takes it, and without Unsafe, as on JDK 25, giving back is a
     * handshake of all threads. It took a third of the time of a download.
     */
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
    /** Of a piece, in bytes. */
    private static final int LARGEST = 128 * 1024;
    private static final int SMALLEST = 64;
    /** What a socket gets for its first read; later ones get as much as those before could fill. */
    private static final int FIRST = 2048;

    @Bean
    HttpClientCustomizer piecesFromServices() {
        return client -> client.option(ChannelOption.ALLOCATOR, ALLOCATOR)
                .option(ChannelOption.RCVBUF_ALLOCATOR, pieces())
                .httpResponseDecoder(decoder -> decoder.maxChunkSize(LARGEST))
                .doOnConnected(connection -> connection.addHandlerLast(Writability.HANDLER))
                .doOnRequest((request, connection) -> request.currentContextView().<Writability>getOrEmpty(
                        Writability.class).ifPresent(writability -> writability.isOf(connection.channel())));
    }

    @Bean
    NettyServerCustomizer piecesFromClients() {
        return server -> server.childOption(ChannelOption.ALLOCATOR, ALLOCATOR)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, pieces())
                .httpRequestDecoder(decoder -> decoder.maxChunkSize(LARGEST))
                .doOnConnection(connection -> connection.addHandlerLast(Writability.HANDLER));
    }

    private static AdaptiveRecvByteBufAllocator pieces() {
        return new AdaptiveRecvByteBufAllocator(SMALLEST, FIRST, LARGEST);
    }
}
