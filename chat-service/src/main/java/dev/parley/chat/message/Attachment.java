package dev.parley.chat.message;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** A receiver and the channels it gets. */
public final class Attachment implements AutoCloseable {

    private final Receiver receiver;
    private final LiveChannels live;
    private final Consumer<Attachment> onClose;
    private final Set<Long> channels = new HashSet<>(4);
    private boolean closed;

    Attachment(Receiver receiver, LiveChannels live, Consumer<Attachment> onClose) {
        this.receiver = receiver;
        this.live = live;
        this.onClose = onClose;
    }

    Receiver receiver() {
        return receiver;
    }

    synchronized boolean has(long channelId) {
        return channels.contains(channelId);
    }

    synchronized Set<Long> channels() {
        return Set.copyOf(channels);
    }

    /** Joins a channel; empty when that was done or the receiver is gone. */
    synchronized Optional<LiveChannels.Joined> join(long channelId, long since) {
        return closed || !channels.add(channelId)
                ? Optional.empty()
                : Optional.of(live.join(channelId, since, receiver));
    }

    /** Leaves a channel; up to which version it was pushed to those in it, empty when it was not joined. */
    synchronized OptionalLong leave(long channelId) {
        return channels.remove(channelId) ? OptionalLong.of(live.leave(channelId, receiver)) : OptionalLong.empty();
    }

    /** Ends delivery to the receiver. */
    @Override
    public void close() {
        onClose.accept(this);
        synchronized (this) {
            closed = true;
            channels.forEach(channelId -> live.leave(channelId, receiver));
            channels.clear();
        }
    }
}
