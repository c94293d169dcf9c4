package dev.parley.chat.socket;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.jspecify.annotations.Nullable;

import dev.parley.chat.message.Attachment;
import dev.parley.chat.message.Delivery;
import dev.parley.chat.message.Receiver;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.SocketSettings;
import dev.parley.platform.identity.Identity;

/**
 * One open WebSocket. Anybody may offer frames from any thread; they leave on the connection's event loop, those that wait together
 * in one WebSocket frame, and only as fast as the client reads.
 */
final class ChatSocket implements Receiver, Caller {

    private final Channel channel;
    private final Identity identity;
    private final Attachment attachment;
    private final OutboundQueue queue;
    private final Duration closeTimeout;
    private final Runnable onSlowReader;
    private final RateLimit rateLimit;
    private boolean flushing;
    private @Nullable Map<Long, Long> firstPushed = new HashMap<>(2);
    private volatile @Nullable CloseCode closing;
    private volatile long lastHeard = System.nanoTime();
    private volatile long lastPinged = lastHeard;

    /** A socket that gets nothing yet: {@link Delivery#start} begins that. */
    ChatSocket(Channel channel, Identity identity, Delivery delivery, SocketSettings settings,
            Runnable onSlowReader) {
        this.channel = channel;
        this.identity = identity;
        this.queue = new OutboundQueue(settings.maxQueueSize().toBytes());
        this.closeTimeout = settings.closeTimeout();
        this.onSlowReader = onSlowReader;
        this.rateLimit = new RateLimit(settings.operationsPerSecond(), settings.operationBurst(), System::nanoTime);
        this.attachment = delivery.attach(this);
    }

    @Override
    public long userId() {
        return identity.userId();
    }

    @Override
    public String sessionId() {
        return identity.sessionId();
    }

    Attachment attachment() {
        return attachment;
    }

    Identity identity() {
        return identity;
    }

    /** Used on the event loop only. */
    RateLimit rateLimit() {
        return rateLimit;
    }

    boolean isClosing() {
        return closing != null;
    }

    long queuedBytes() {
        return queue.bytes();
    }

    @Override
    public void push(long channelId, long firstVersion, byte[] frame) {
        synchronized (this) {
            if (firstPushed != null) {
                firstPushed.putIfAbsent(channelId, firstVersion);
            }
        }
        offer(frame);
    }

    @Override
    public synchronized OptionalLong firstPushed(long channelId) {
        Long first = firstPushed == null ? null : firstPushed.get(channelId);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first);
    }

    @Override
    public synchronized void forgetFirstPushed() {
        firstPushed = null;
    }

    /** Sends a JSON object as soon as the client reads; a client too far behind is closed instead. */
    @Override
    public void offer(byte[] object) {
        if (closing != null) {
            return;
        }
        if (!queue.offer(object)) {
            queue.clear();
            onSlowReader.run();
            close(CloseCode.RESYNC);
            return;
        }
        requestFlush();
    }

    @Override
    public void ok(String ref) {
        offer(ServerFrames.ok(ref));
    }

    @Override
    public void refuse(@Nullable String ref, ChatProblem problem, String detail) {
        offer(ServerFrames.error(ref, problem, detail));
    }

    /** Sends a JSON object when at most half of the queue is taken, waiting for that; false when the socket is closed. */
    boolean offerWhenRoom(byte[] object, long maxQueueBytes) throws InterruptedException {
        while (closing == null && channel.isActive() && queue.bytes() > maxQueueBytes / 2) {
            Thread.sleep(5);
        }
        offer(object);
        return closing == null && channel.isActive();
    }

    private void requestFlush() {
        synchronized (this) {
            if (flushing) {
                return;
            }
            flushing = true;
        }
        channel.eventLoop().execute(this::flush);
    }

    /** Writes until the connection's buffer is full, and goes on when that has been sent. */
    private void flush() {
        ChannelFuture last = null;
        while (last == null || channel.isWritable()) {
            byte[] frame = queue.poll().orElse(null);
            if (frame == null) {
                break;
            }
            last = channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(frame)));
        }
        if (last != null) {
            channel.flush();
        }
        boolean more;
        synchronized (this) {
            more = !queue.isEmpty() && channel.isActive();
            flushing = more;
        }
        if (more && last != null) {
            last.addListener(written -> flush());
        } else if (more) {
            channel.eventLoop().execute(this::flush);
        }
    }

    void heard() {
        lastHeard = System.nanoTime();
    }

    void pong(ByteBuf payload) {
        var _ = channel.writeAndFlush(new PongWebSocketFrame(payload));
    }

    /** Pings a client that was silent, and closes one that has been for too long. */
    void checkAlive(long now, SocketSettings settings) {
        if (now - lastHeard > settings.idleTimeout().toNanos()) {
            close(CloseCode.IDLE);
        } else if (now - Math.max(lastHeard, lastPinged) > settings.heartbeatInterval().toNanos()) {
            lastPinged = now;
            var _ = channel.writeAndFlush(new PingWebSocketFrame());
        }
    }

    /**
     * Closes the socket with this code, once. The code leaves behind what the client is still reading; the connection is cut when
     * the client does not answer in time.
     */
    void close(CloseCode code) {
        synchronized (this) {
            if (closing != null) {
                return;
            }
            closing = code;
        }
        channel.eventLoop().execute(() -> {
            flush(); // what was queued before the close, an error frame maybe, goes first
            queue.clear();
            var _ = channel.writeAndFlush(new CloseWebSocketFrame(code.code(), code.reason()));
            var cut = channel.eventLoop()
                    .schedule(() -> {
                        var _ = channel.close();
                    }, closeTimeout.toMillis(), TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> cut.cancel(false));
        });
    }
}
