package dev.parley.gateway.body;

import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.Channel;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A body on its way from one connection to another. Who writes it asks for up to 128 pieces in advance, whether they can leave or not;
 * with pieces of 128 KiB each slow reader would cost 16 MiB. So the source is asked for the next piece only when the connection took
 * one before, and is left alone, by TCP in the end, while it does not. All is decided on the event loop of that connection.
 */
final class HeldBackBody implements CoreSubscriber<DataBuffer>, Subscription {

    /** How many pieces may be on their way: enough that reading and writing go on side by side. */
    static final int AHEAD = 4;

    private final CoreSubscriber<? super DataBuffer> writer;
    private final Writability writability;
    /** What the writer asked for and the source was not asked for yet. */
    private final AtomicLong wanted = new AtomicLong();
    private Subscription source = Operators.emptySubscription();
    /** Asked for and not yet taken by the connection. */
    private int ahead;
    /** Of those, the ones that the connection must take before more are asked for. */
    private int stuck;

    private HeldBackBody(CoreSubscriber<? super DataBuffer> writer, Writability writability) {
        this.writer = writer;
        this.writability = writability;
    }

    /** This body, a few pieces ahead of a connection. */
    static Flux<DataBuffer> of(Flux<DataBuffer> body, Writability writability) {
        return body.transform(Operators.<DataBuffer, DataBuffer>lift(
                (scannable, writer) -> new HeldBackBody(writer, writability)));
    }

    @Override
    public Context currentContext() {
        return writer.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        writer.onSubscribe(this);
    }

    @Override
    public void request(long pieces) {
        Channel channel = writability.channel();
        if (channel == null) {
            source.request(pieces);
            return;
        }
        wanted.accumulateAndGet(pieces, Operators::addCap);
        onLoop(channel, this::askForMore);
    }

    @Override
    public void onNext(DataBuffer piece) {
        writer.onNext(piece);
        Channel channel = writability.channel();
        if (channel != null) {
            onLoop(channel, () -> written(channel)); // after the writing, which goes there too
        }
    }

    private void written(Channel channel) {
        if (channel.isWritable() || !channel.isActive()) {
            ahead--;
            askForMore();
        } else {
            if (stuck++ == 0) {
                Writability.await(channel, this::unstuck);
            }
        }
    }

    private void unstuck() {
        ahead -= stuck;
        stuck = 0;
        askForMore();
    }

    private void askForMore() {
        while (ahead < AHEAD && wanted.get() > 0) {
            wanted.updateAndGet(pieces -> pieces == Long.MAX_VALUE ? pieces : pieces - 1);
            ahead++;
            source.request(1);
        }
    }

    private static void onLoop(Channel channel, Runnable step) {
        if (channel.eventLoop().inEventLoop()) {
            step.run();
        } else {
            channel.eventLoop().execute(step);
        }
    }

    @Override
    public void cancel() {
        source.cancel();
    }

    @Override
    public void onError(Throwable failure) {
        writer.onError(failure);
    }

    @Override
    public void onComplete() {
        writer.onComplete();
    }
}
