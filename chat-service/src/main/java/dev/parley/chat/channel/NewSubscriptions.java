package dev.parley.chat.channel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;

/**
 * Tells all nodes that people now subscribe to a channel, so that open sockets of theirs get its messages. Only a hint: delivery
 * also compares subscriptions with the store after Redis was away.
 */
@Component
public class NewSubscriptions {

    static final String TOPIC = "parley:chat:subscriptions";

    private final NodeBus bus;

    NewSubscriptions(NodeBus bus) {
        this.bus = bus;
    }

    void announce(long channelId, Collection<Long> userIds) {
        ByteBuffer payload = ByteBuffer.allocate(Long.BYTES * (1 + userIds.size())).putLong(channelId);
        userIds.forEach(payload::putLong);
        bus.publish(TOPIC, payload.array());
    }

    /** Hears of new subscriptions of empty channels on all nodes; the listener must not block. */
    public void listen(Consumer<List<Subscription>> listener) {
        var _ = bus.subscribe(TOPIC, payload -> {
            ByteBuffer ids = ByteBuffer.wrap(payload);
            List<Subscription> subscriptions = new ArrayList<>();
            long channelId = ids.getLong();
            while (ids.hasRemaining()) {
                subscriptions.add(new Subscription(channelId, ids.getLong(), 0));
            }
            listener.accept(subscriptions);
        });
    }
}
