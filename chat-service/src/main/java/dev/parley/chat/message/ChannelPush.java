package dev.parley.chat.message;

import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;

/**
 * Tells everybody who is online in a channel something that passes: it has no version, is not stored, and who misses it misses
 * nothing that lasts.
 */
@Component
public class ChannelPush {

    private final NodeBus bus;
    private final Delivery delivery;

    ChannelPush(NodeBus bus, Delivery delivery) {
        this.bus = bus;
        this.delivery = delivery;
    }

    /** Sends a JSON object to all sockets in the channel but those of one person. Never blocks. */
    public void push(long channelId, long exceptUserId, byte[] json) {
        Passing passing = new Passing(exceptUserId, json);
        if (bus.connected()) {
            bus.publish(Announcer.topic(channelId), passing.encoded()); // this node hears it too
        } else {
            delivery.onPassing(channelId, passing);
        }
    }
}
