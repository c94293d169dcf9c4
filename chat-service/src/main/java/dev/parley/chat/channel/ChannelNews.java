package dev.parley.chat.channel;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.springframework.stereotype.Component;

import dev.parley.chat.online.PersonPush;
import dev.parley.platform.id.Ids;

/**
 * Tells nodes and people what became of subscriptions, once it is committed. May be lost: nodes find it in the store and the stream, people in the
 * list of their channels. Nothing here grows with the number of members.
 */
@Component
public class ChannelNews {

    /** What a {@code channel} frame tells the person concerned. */
    public enum Event {
        JOINED, LEFT, REMOVED, DISSOLVED, CHANGED
    }

    private final SubscriptionNews subscriptions;
    private final Memberships memberships;
    private final PersonPush push;

    ChannelNews(SubscriptionNews subscriptions, Memberships memberships, PersonPush push) {
        this.subscriptions = subscriptions;
        this.memberships = memberships;
        this.push = push;
    }

    /** The frame for a person's devices. */
    public static byte[] frame(long channelId, Event event) {
        return ("{\"type\":\"channel\",\"channelId\":\"" + Ids.format(channelId) + "\",\"event\":\""
                + event.name().toLowerCase(Locale.ROOT) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * These people now subscribe to the channel.
     *
     * @param after the channel's last version before that
     */
    void joined(long channelId, long after, Collection<Long> userIds) {
        if (!userIds.isEmpty()) {
            subscriptions.begun(channelId, after, userIds);
            push.push(userIds, frame(channelId, Event.JOINED));
        }
    }

    /** This person does not subscribe to the channel any more. */
    void ended(long channelId, long userId, Event how) {
        memberships.announceChange(channelId, List.of(userId));
        subscriptions.ended(channelId, userId);
        push.push(List.of(userId), frame(channelId, how));
    }

    /** These people are something else in the channel, or have changed it. */
    void changed(long channelId, Collection<Long> userIds) {
        memberships.announceChange(channelId, userIds);
        push.push(userIds, frame(channelId, Event.CHANGED));
    }

    /** The channel is gone; each node tells those who are online in it. */
    void removed(long channelId) {
        memberships.announceRemoval(channelId);
        subscriptions.removed(channelId);
    }
}
