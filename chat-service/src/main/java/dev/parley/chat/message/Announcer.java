package dev.parley.chat.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.settings.ChatSettings;

/**
 * Tells of what was committed: receipts to the nodes of the senders, new messages to the nodes of the channel, and both to this node
 * directly. Everything here may be lost; what was lost is found in the store.
 */
@Component
class Announcer implements PartitionWriter.Announcements {

    private final PendingSends pending;
    private final Delivery delivery;
    private final RecentMessages recent;
    private final NodeBus bus;
    private final String node;
    private final Counter written;

    Announcer(PendingSends pending, Delivery delivery, RecentMessages recent, NodeBus bus, ChatSettings settings,
            MeterRegistry metrics) {
        this.pending = pending;
        this.delivery = delivery;
        this.recent = recent;
        this.bus = bus;
        this.node = settings.nodeId();
        this.written = metrics.counter("parley.chat.messages.written");
    }

    /** Where the new messages of a channel are published. */
    static String topic(long channelId) {
        return "parley:chat:channel:" + channelId;
    }

    @Override
    public void announce(List<QueuedMessage> batch, MessageLog.Appended appended) {
        sendReceipts(batch, appended.receipts());
        Map<Long, List<Message>> byChannel = new LinkedHashMap<>();
        appended.written().forEach(m -> byChannel.computeIfAbsent(m.channelId(), id -> new ArrayList<>()).add(m));
        byChannel.forEach((channelId, messages) -> {
            recent.add(channelId, messages);
            bus.publish(topic(channelId), MessageCodec.encode(new MessageCodec.Publication(node, messages)));
            delivery.onNewMessages(channelId, messages);
        });
        written.increment(appended.written().size());
    }

    private void sendReceipts(List<QueuedMessage> batch, List<Receipt> receipts) {
        Map<SendKey, Receipt> byKey = new HashMap<>();
        receipts.forEach(receipt -> byKey.put(receipt.key(), receipt));
        Map<String, List<Receipt>> byNode = new HashMap<>();
        for (QueuedMessage message : batch) {
            Receipt receipt = byKey.get(message.key());
            if (receipt != null) {
                byNode.computeIfAbsent(message.node(), n -> new ArrayList<>()).add(receipt);
            }
        }
        byNode.forEach((target, ofNode) -> {
            if (target.equals(node)) {
                pending.stored(ofNode);
            } else {
                bus.publish(PendingSends.topic(target), MessageCodec.encodeReceipts(ofNode));
            }
        });
    }
}
