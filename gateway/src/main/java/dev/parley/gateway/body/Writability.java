package dev.parley.gateway.body;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/** Whether the connection that a body is written to takes more bytes; known once it is known which connection that is. */
final class Writability {

    /** Tells when a connection takes bytes again; belongs into the pipeline of each that bodies are written to. */
    static final ChannelHandler HANDLER = new Announcer();

    private static final AttributeKey<Runnable> WAITING = AttributeKey.valueOf(Writability.class, "waiting");

    private volatile @Nullable Channel channel;

    /** This is the connection. */
    void isOf(Channel connection) {
        channel = connection;
    }

    /** The connection, when it is known. */
    @Nullable
    Channel channel() {
        return channel;
    }

    /** Runs this once when the connection takes bytes again. Only on its event loop; there is one that waits, the newest. */
    static void await(Channel channel, Runnable then) {
        channel.attr(WAITING).set(then);
    }

    @ChannelHandler.Sharable
    private static final class Announcer extends ChannelInboundHandlerAdapter {

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
            if (context.channel().isWritable()) {
                Runnable waiting = context.channel().attr(WAITING).getAndSet(null);
                if (waiting != null) {
                    waiting.run();
                }
            }
            super.channelWritabilityChanged(context);
        }
    }
}
