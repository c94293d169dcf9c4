package dev.parley.chat.online;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;

/**
 * Tells people something on all their devices, whichever nodes they are connected to. Lossy: who is offline, or whose node the bus does not
 * reach, learns it from the store; so a frame only says what changed, and is never the only place where it stands.
 */
@Component
public class PersonPush {

    static final String TOPIC = "parley:chat:people";
    private static final int MOST_IN_ONE = 1000;

    private final OnlinePeople online;
    private final NodeBus bus;

    PersonPush(OnlinePeople online, NodeBus bus) {
        this.online = online;
        this.bus = bus;
        var _ = bus.subscribe(TOPIC, payload -> deliver(ByteBuffer.wrap(payload)));
    }

    /** Sends a JSON object to all devices of these people. Never blocks. */
    public void push(Collection<Long> userIds, byte[] json) {
        List<Long> all = new ArrayList<>(userIds);
        for (int from = 0; from < all.size(); from += MOST_IN_ONE) {
            publish(all.subList(from, Math.min(all.size(), from + MOST_IN_ONE)), json);
        }
    }

    private void publish(List<Long> userIds, byte[] json) {
        ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + Long.BYTES * userIds.size() + json.length)
                .putInt(userIds.size());
        userIds.forEach(payload::putLong);
        payload.put(json).flip();
        if (bus.connected()) {
            bus.publish(TOPIC, payload.array()); // this node hears it too
        } else {
            deliver(payload);
        }
    }

    private void deliver(ByteBuffer payload) {
        int count = payload.getInt();
        byte[] json = new byte[payload.remaining() - Long.BYTES * count];
        payload.get(payload.position() + Long.BYTES * count, json);
        for (int i = 0; i < count; i++) {
            online.devices(payload.getLong()).forEach(device -> device.offer(json));
        }
    }
}
