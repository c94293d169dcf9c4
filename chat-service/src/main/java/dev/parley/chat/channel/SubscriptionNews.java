package dev.parley.chat.channel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;

/**
 * Tells all nodes whose subscriptions begin and end, so that open sockets get the messages of a channel or get them no more. Only a hint: delivery
 * also sees who comes and goes in the stream itself, and compares with the store.
 */
@Component
public class SubscriptionNews {

    static final String TOPIC = "parley:chat:subscriptions";
    private static final byte BEGUN = 1;
    private static final byte ENDED = 2;
    private static final byte REMOVED = 3;

    private final NodeBus bus;

    SubscriptionNews(NodeBus bus) {
        this.bus = bus;
    }

    /** Hears of subscriptions on all nodes; must not block. */
    public interface Listener {

        /** These have begun; {@link Subscription#lastVersion} is the channel's version just before. */
        void onBegun(List<Subscription> subscriptions);

        /** This person's subscription has ended. */
        void onEnded(long channelId, long userId);

        /** The channel is gone, and with it all subscriptions. */
        void onRemoved(long channelId);
    }

    void begun(long channelId, long lastVersion, Collection<Long> userIds) {
        ByteBuffer payload = payload(BEGUN, channelId, 1 + userIds.size()).putLong(lastVersion);
        userIds.forEach(payload::putLong);
        bus.publish(TOPIC, payload.array());
    }

    void ended(long channelId, long userId) {
        bus.publish(TOPIC, payload(ENDED, channelId, 1).putLong(userId).array());
    }

    void removed(long channelId) {
        bus.publish(TOPIC, payload(REMOVED, channelId, 0).array());
    }

    private static ByteBuffer payload(byte what, long channelId, int numbers) {
        return ByteBuffer.allocate(1 + Long.BYTES * (1 + numbers)).put(what).putLong(channelId);
    }

    public void listen(Listener listener) {
        var _ = bus.subscribe(TOPIC, payload -> {
            ByteBuffer news = ByteBuffer.wrap(payload);
            byte what = news.get();
            long channelId = news.getLong();
            if (what == BEGUN) {
                listener.onBegun(subscriptions(channelId, news));
            } else if (what == ENDED) {
                listener.onEnded(channelId, news.getLong());
            } else {
                listener.onRemoved(channelId);
            }
        });
    }

    private static List<Subscription> subscriptions(long channelId, ByteBuffer news) {
        long lastVersion = news.getLong();
        List<Subscription> subscriptions = new ArrayList<>();
        while (news.hasRemaining()) {
            subscriptions.add(new Subscription(channelId, news.getLong(), lastVersion));
        }
        return subscriptions;
    }
}
