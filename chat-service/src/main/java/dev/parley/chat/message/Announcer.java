package dev.parley.chat.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;

/**
 * Tells of what was committed: receipts and refusals to the nodes of the senders, new messages to the nodes of the channel, and both to this node
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
    private final Counter late;
    private final Counter refused;

    Announcer(PendingSends pending, Delivery delivery, RecentMessages recent, NodeBus bus, ChatSettings settings,
            MeterRegistry metrics) {
        this.pending = pending;
        this.delivery = delivery;
        this.recent = recent;
        this.bus = bus;
        this.node = settings.nodeId();
        this.written = metrics.counter("parley.chat.messages.written");
        this.late = metrics.counter("parley.chat.messages.late");
        this.refused = metrics.counter("parley.chat.messages.refused");
    }

    /** Where the new messages of a channel are published. */
    static String topic(long channelId) {
        return "parley:chat:channel:" + channelId;
    }

    @Override
    public void announce(List<QueuedMessage> batch, MessageLog.Appended appended) {
        sendAnswers(batch, appended);
        appended.erased().forEach(recent::forget);
        announceWritten(appended.written());
        late.increment(appended.closed().size());
        refused.increment(appended.refused().size());
    }

    @TransactionalEventListener
    void onAppended(ServiceEntries.Appended entries) {
        announceWritten(entries.written());
    }

    private void announceWritten(List<Message> all) {
        Map<Long, List<Message>> byChannel = new LinkedHashMap<>();
        all.forEach(m -> byChannel.computeIfAbsent(m.channelId(), id -> new ArrayList<>()).add(m));
        byChannel.forEach((channelId, messages) -> {
            recent.add(channelId, messages);
            bus.publish(topic(channelId), MessageCodec.encode(new MessageCodec.Publication(node, messages)));
            delivery.onNewMessages(channelId, messages);
        });
        written.increment(all.size());
    }

    private void sendAnswers(List<QueuedMessage> batch, MessageLog.Appended appended) {
        Map<SendKey, Receipt> byKey = new HashMap<>();
        appended.receipts().forEach(receipt -> byKey.put(receipt.key(), receipt));
        Map<String, List<Receipt>> receipts = new HashMap<>();
        for (QueuedMessage message : batch) {
            Receipt receipt = byKey.get(message.key());
            if (receipt != null) {
                receipts.computeIfAbsent(message.node(), n -> new ArrayList<>()).add(receipt);
            }
        }
        Map<String, List<MessageCodec.Refusal>> refusals = Stream.concat(
                appended.closed().stream()
                        .map(message -> new MessageLog.Refused(message, ChatProblem.CHANNEL_CLOSED)),
                appended.refused().stream())
                .collect(Collectors.groupingBy(refusal -> refusal.message().node(), Collectors.mapping(
                        refusal -> new MessageCodec.Refusal(refusal.message().key(), refusal.problem()),
                        Collectors.toList())));
        Stream.concat(receipts.keySet().stream(), refusals.keySet().stream()).distinct()
                .forEach(target -> send(target, new MessageCodec.Answers(receipts.getOrDefault(target, List.of()),
                        refusals.getOrDefault(target, List.of()))));
    }

    private void send(String target, MessageCodec.Answers answers) {
        if (target.equals(node)) {
            pending.answer(answers);
        } else {
            bus.publish(PendingSends.topic(target), MessageCodec.encode(answers));
        }
    }
}
