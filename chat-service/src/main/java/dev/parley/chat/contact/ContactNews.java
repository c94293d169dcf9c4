package dev.parley.chat.contact;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.channel.Memberships;
import dev.parley.chat.online.PersonPush;
import dev.parley.platform.id.Ids;

/** Tells people's devices, and the nodes, what has changed between people. All of it may be lost: the store has it. */
@Component
public class ContactNews {

    static final String TOPIC = "parley:chat:relations";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PersonPush devices;
    private final NodeBus bus;
    private final Memberships memberships;

    ContactNews(PersonPush devices, NodeBus bus, Memberships memberships) {
        this.devices = devices;
        this.bus = bus;
        this.memberships = memberships;
    }

    private record ContactFrame(String type, String userId, String state) {}

    /** Tells both sides, each what has changed for them, and the nodes that something has. */
    void tell(Relations.Changed changed) {
        tell(changed.before().mine(), changed.after().mine());
        tell(changed.before().theirs(), changed.after().theirs());
        if (!changed.before().equals(changed.after())) {
            Relation mine = changed.after().mine();
            memberships.announceAcceptanceChange(mine.userId());
            bus.publish(TOPIC,
                    ByteBuffer.allocate(2 * Long.BYTES).putLong(mine.userId()).putLong(mine.otherId()).array());
        }
    }

    private void tell(Relation before, Relation after) {
        if (before.contact() != after.contact()) {
            devices.push(List.of(after.userId()), JSON.writeValueAsBytes(
                    new ContactFrame("contact", Ids.format(after.otherId()), after.contact().externalName())));
        }
    }

    /** Tells the nodes that a person has chosen who may write to them. */
    void tellChoice(long userId) {
        memberships.announceAcceptanceChange(userId);
    }

    /** Hears on all nodes of two people between whom something has changed; the listener must not block. */
    public void listen(BiConsumer<Long, Long> listener) {
        var _ = bus.subscribe(TOPIC, payload -> {
            ByteBuffer ids = ByteBuffer.wrap(payload);
            listener.accept(ids.getLong(), ids.getLong());
        });
    }
}
