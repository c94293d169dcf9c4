package dev.parley.chat.channel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Who subscribes to what. A yes is remembered for some seconds, less when the bus tells of a change; a no never, so that a channel just
 * opened on another node works at once.
 */
@Component
public class Memberships {

    static final String TOPIC = "parley:chat:memberships";
    /** So long an old answer may live when the bus has lost the news. The store never writes to a closed channel anyway. */
    private static final Duration LONGEST_MEMORY = Duration.ofSeconds(10);

    private record Key(long channelId, long userId) {}

    private final Channels channels;
    private final NodeBus bus;
    private final Cache<Key, Membership> members = Caffeine.newBuilder()
            .expireAfterWrite(LONGEST_MEMORY)
            .maximumSize(200_000)
            .build();

    Memberships(Channels channels, NodeBus bus) {
        this.channels = channels;
        this.bus = bus;
        var _ = bus.subscribe(TOPIC, payload -> forget(ByteBuffer.wrap(payload)));
        bus.onReconnect(members::invalidateAll);
    }

    /** Whether it is known without asking the store that this person may write. Never blocks. */
    public boolean isKnownOpen(long channelId, long userId) {
        return members.getIfPresent(new Key(channelId, userId)) == Membership.OPEN;
    }

    /** What this person may do in the channel. May block for the store. */
    public Membership of(long channelId, long userId) {
        Key key = new Key(channelId, userId);
        Membership known = members.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Membership membership = channels.membership(channelId, userId);
        if (membership != Membership.NONE) {
            members.put(key, membership);
        }
        return membership;
    }

    /** Whether this person may read the channel. May block for the store. */
    public boolean isMember(long channelId, long userId) {
        return of(channelId, userId) != Membership.NONE;
    }

    /**
     * Ends the request of anybody but a member. May block for the store.
     *
     * @throws ProblemException {@code channel-not-found}, whether or not the channel exists
     */
    public void requireMember(long channelId, long userId) {
        if (!isMember(channelId, userId)) {
            throw channelNotFound();
        }
    }

    /** All subscriptions of these people, with the channels' last versions, from the primary. Blocks. */
    public List<Subscription> subscriptions(Collection<Long> userIds) {
        return channels.subscriptions(userIds);
    }

    /** Makes all nodes ask the store again what these people may do in the channel. Only a hint: it may be lost. */
    void announceChange(long channelId, Collection<Long> others, long userId) {
        ByteBuffer payload = ByteBuffer.allocate(Long.BYTES * (2 + others.size())).putLong(channelId);
        Stream.concat(Stream.of(userId), others.stream()).forEach(payload::putLong);
        forget(payload.duplicate().flip()); // also when the bus is away
        bus.publish(TOPIC, payload.array());
    }

    private void forget(ByteBuffer ids) {
        long channelId = ids.getLong();
        while (ids.hasRemaining()) {
            members.invalidate(new Key(channelId, ids.getLong()));
        }
    }

    /** The one answer for a channel that does not exist and for one that is somebody else's. */
    public static ProblemException channelNotFound() {
        return new ProblemException(ChatProblem.CHANNEL_NOT_FOUND, "there is no such channel among yours");
    }
}
