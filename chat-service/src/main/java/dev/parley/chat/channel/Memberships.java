package dev.parley.chat.channel;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.stereotype.Component;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Who subscribes to what. A yes is remembered for a minute; a no never, so that a channel just opened on another node works at
 * once.
 */
@Component
public class Memberships {

    private record Key(long channelId, long userId) {}

    private final Channels channels;
    private final Cache<Key, Boolean> members = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(200_000)
            .build();

    Memberships(Channels channels) {
        this.channels = channels;
    }

    /** Whether it is known without asking the store that this person is a member. Never blocks. */
    public boolean isKnownMember(long channelId, long userId) {
        return members.getIfPresent(new Key(channelId, userId)) != null;
    }

    /** Whether this person is a member. May block for the store. */
    public boolean isMember(long channelId, long userId) {
        if (isKnownMember(channelId, userId)) {
            return true;
        }
        boolean member = channels.isMember(channelId, userId);
        if (member) {
            members.put(new Key(channelId, userId), true);
        }
        return member;
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

    /** The one answer for a channel that does not exist and for one that is somebody else's. */
    public static ProblemException channelNotFound() {
        return new ProblemException(ChatProblem.CHANNEL_NOT_FOUND, "there is no such channel among yours");
    }
}
