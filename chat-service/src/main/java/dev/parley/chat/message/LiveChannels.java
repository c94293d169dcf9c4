package dev.parley.chat.message;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.settings.ChatSettings;

/** The channels with somebody online on this node. Only to these the node listens. */
@Component
class LiveChannels {

    private final Map<Long, LiveChannel> live = new ConcurrentHashMap<>();
    private final MessageLog messages;
    private final GapFiller gaps;
    private final MessageFrames frames;
    private final NodeBus bus;
    private final byte[] ownPublication;
    private volatile LiveChannel.MembersListener members = entry -> Set.of();

    LiveChannels(MessageLog messages, GapFiller gaps, MessageFrames frames, NodeBus bus, ChatSettings settings,
            MeterRegistry metrics) {
        this.messages = messages;
        this.gaps = gaps;
        this.frames = frames;
        this.bus = bus;
        this.ownPublication = MessageCodec.startOfPublications(settings.nodeId());
        Gauge.builder("parley.chat.channels.live", live, Map::size).register(metrics);
    }

    /** Has this one hear of members that come and go, in all channels. */
    void listen(LiveChannel.MembersListener listener) {
        members = listener;
    }

    /**
     * A channel that was joined.
     *
     * @param after all versions after this one are pushed
     * @param first whether nobody on this node had it before
     * @param subscribed ends when the bus brings its messages
     */
    record Joined(long after, boolean first, CompletionStage<Void> subscribed) {}

    /** Begins pushing to a receiver; from the version {@code since} on, unless later ones were pushed on this node before. */
    Joined join(long channelId, long since, Receiver receiver) {
        Joined[] joined = new Joined[1];
        live.compute(channelId, (id, existing) -> {
            if (existing != null) {
                joined[0] = new Joined(existing.add(receiver), false, CompletableFuture.completedFuture(null));
                return existing;
            }
            LiveChannel channel = new LiveChannel(id, since, frames, entry -> members.onEntry(entry));
            joined[0] = new Joined(channel.add(receiver), true,
                    bus.subscribe(Announcer.topic(id), json -> onPublication(id, json)));
            return channel;
        });
        return joined[0];
    }

    /** Ends pushing to a receiver; up to which version the channel was pushed here. */
    long leave(long channelId, Receiver receiver) {
        long[] pushed = new long[1];
        live.computeIfPresent(channelId, (id, channel) -> {
            pushed[0] = channel.lastPushed();
            if (!channel.removeAndIsEmpty(receiver)) {
                return channel;
            }
            bus.unsubscribe(Announcer.topic(id));
            return null;
        });
        return pushed[0];
    }

    Optional<LiveChannel> find(long channelId) {
        return Optional.ofNullable(live.get(channelId));
    }

    Set<Long> ids() {
        return live.keySet();
    }

    private void onPublication(long channelId, byte[] json) {
        if (Passing.is(json)) {
            find(channelId).ifPresent(channel -> channel.pass(Passing.decode(json)));
            return;
        }
        boolean own = json.length > ownPublication.length
                && Arrays.equals(json, 0, ownPublication.length, ownPublication, 0, ownPublication.length);
        if (!own) { // the writer here has pushed its own already
            onNewMessages(channelId, MessageCodec.publication(json).messages());
        }
    }

    /** Pushes messages that were committed. Never blocks. */
    void onNewMessages(long channelId, List<Message> committed) {
        LiveChannel channel = live.get(channelId);
        if (channel != null && channel.offer(committed)) {
            gaps.fill(channel);
        }
    }

    /** Fills what these channels are behind the store; those that the store does not have any more. Blocks. */
    Set<Long> compareWithStore(List<Long> channelIds) {
        Map<Long, Long> versions = messages.lastVersions(channelIds);
        versions.forEach((channelId, lastVersion) -> {
            LiveChannel channel = live.get(channelId);
            if (channel != null && channel.isBehind(lastVersion)) {
                gaps.fill(channel);
            }
        });
        Set<Long> gone = new HashSet<>(channelIds);
        gone.removeAll(versions.keySet());
        return gone;
    }
}
