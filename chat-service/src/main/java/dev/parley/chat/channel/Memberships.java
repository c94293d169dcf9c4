package dev.parley.chat.channel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Who subscribes to what, and what they may do there. A yes is remembered for some seconds, less when the bus tells of a change, and not at all
 * while the bus is away; a no never, so that a channel just opened on another node works at once.
 */
@Component
public class Memberships {

    static final String TOPIC = "parley:chat:memberships";
    /** So long an old answer may live when the bus has lost the news. The store never writes to a closed channel anyway. */
    private static final Duration LONGEST_MEMORY = Duration.ofSeconds(10);
    /** In place of a channel: all channels of two of a person. */
    private static final long ALL_OF_TWO = 0;

    private record Key(long channelId, long userId) {}

    private final Channels channels;
    private final Acceptance acceptance;
    private final NodeBus bus;
    private final Cache<Key, Standing> known = Caffeine.newBuilder()
            .expireAfterWrite(LONGEST_MEMORY)
            .maximumSize(200_000)
            .build();

    Memberships(Channels channels, Acceptance acceptance, NodeBus bus) {
        this.channels = channels;
        this.acceptance = acceptance;
        this.bus = bus;
        var _ = bus.subscribe(TOPIC, payload -> forget(ByteBuffer.wrap(payload)));
        bus.onReconnect(known::invalidateAll);
    }

    /** Whether it is known without asking the store that this person may write. Never blocks. */
    public boolean isKnownOpen(long channelId, long userId) {
        return remembered(new Key(channelId, userId))
                .filter(standing -> standing.at(Instant.now()) == Membership.OPEN)
                .isPresent();
    }

    /** What this person may do in the channel. May block for the store. */
    public Membership of(long channelId, long userId) {
        Key key = new Key(channelId, userId);
        Optional<Standing> standing = remembered(key);
        if (standing.isEmpty()) {
            standing = channels.subscriber(channelId, userId).map(this::standing);
            standing.ifPresent(fresh -> known.put(key, fresh));
        }
        return standing.map(found -> found.at(Instant.now())).orElse(Membership.NONE);
    }

    private Optional<Standing> remembered(Key key) {
        return bus.connected() ? Optional.ofNullable(known.getIfPresent(key)) : Optional.empty();
    }

    private Standing standing(Channels.Subscriber subscriber) {
        Membership membership = Membership.OPEN;
        if (subscriber.closed()) {
            membership = Membership.CLOSED;
        } else if (subscriber.other() != 0) {
            membership = betweenTwo(subscriber);
        }
        return new Standing(membership, subscriber.mutedUntil(), subscriber.other());
    }

    private Membership betweenTwo(Channels.Subscriber subscriber) {
        if (acceptance.blocks(subscriber.userId(), subscriber.other())) {
            return Membership.BLOCKED_BY_ME;
        }
        return acceptance.accepts(subscriber.other(), subscriber.userId(), subscriber.isOpenedByOther())
                ? Membership.OPEN
                : Membership.NOT_ACCEPTED;
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

    /** Whether this person subscribes to the channel by what the store holds now, whatever is remembered. Blocks. */
    public boolean isSubscribedNow(long channelId, long userId) {
        return channels.subscriber(channelId, userId).isPresent();
    }

    /** Whether this person is the owner or an admin, by what the store holds now. Blocks. */
    public boolean leads(long channelId, long userId) {
        return channels.role(channelId, userId).filter(role -> role.isAbove(Role.MEMBER)).isPresent();
    }

    /** Makes this node ask the store again what these people may do in the channel. Never blocks. */
    public void forget(long channelId, Collection<Long> userIds) {
        userIds.forEach(userId -> known.invalidate(new Key(channelId, userId)));
    }

    /** Makes all nodes ask again who of two may write to the other, in all channels of two of this person. Only a hint: it may be lost. */
    public void announceAcceptanceChange(long userId) {
        announce(ALL_OF_TWO, List.of(userId));
    }

    /** Makes all nodes ask the store again what these people may do in the channel. Only a hint: it may be lost. */
    void announceChange(long channelId, Collection<Long> userIds) {
        announce(channelId, userIds);
    }

    /** Makes all nodes ask the store again what anybody may do in the channel. Only a hint: it may be lost. */
    void announceRemoval(long channelId) {
        announce(channelId, List.of());
    }

    private void announce(long channelId, Collection<Long> userIds) {
        ByteBuffer payload = ByteBuffer.allocate(Long.BYTES * (1 + userIds.size())).putLong(channelId);
        userIds.forEach(payload::putLong);
        forget(payload.duplicate().flip()); // also when the bus is away
        bus.publish(TOPIC, payload.array());
    }

    private void forget(ByteBuffer ids) {
        long channelId = ids.getLong();
        if (channelId == ALL_OF_TWO) {
            long userId = ids.getLong();
            forgetWhere(entry -> entry.getValue().other() == userId
                    || entry.getKey().userId() == userId && entry.getValue().other() != 0);
        } else if (!ids.hasRemaining()) {
            forgetWhere(entry -> entry.getKey().channelId() == channelId);
        }
        while (ids.hasRemaining()) {
            known.invalidate(new Key(channelId, ids.getLong()));
        }
    }

    /** Looks at everything that is remembered: for what happens rarely. */
    private void forgetWhere(Predicate<Map.Entry<Key, Standing>> concerned) {
        known.asMap().entrySet().removeIf(concerned);
    }

    /** The one answer for a channel that does not exist and for one that is somebody else's. */
    public static ProblemException channelNotFound() {
        return new ProblemException(ChatProblem.CHANNEL_NOT_FOUND, "there is no such channel among yours");
    }
}
