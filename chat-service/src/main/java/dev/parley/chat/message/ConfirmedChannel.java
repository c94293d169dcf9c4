package dev.parley.chat.message;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

/**
 * An AMQP channel in confirm mode. Every message published through it ends with its callback called exactly once, also when the
 * connection breaks. One thread publishes; confirms arrive on the connection's.
 */
final class ConfirmedChannel {

    private static final int PERSISTENT = 2;

    private record Unconfirmed(String id, Consumer<Boolean> confirmed) {}

    private final Channel channel;
    private final ConcurrentNavigableMap<Long, Unconfirmed> unconfirmed = new ConcurrentSkipListMap<>();
    /** Ids of messages that came back because no queue took them; the broker confirms such a message after it returned it. */
    private final Set<String> returned = ConcurrentHashMap.newKeySet();

    ConfirmedChannel(Channel channel) throws IOException {
        this.channel = channel;
        channel.confirmSelect();
        channel.addReturnListener(message -> returned.add(message.getProperties().getMessageId()));
        channel.addConfirmListener((sequence, multiple) -> end(sequence, multiple, true),
                (sequence, multiple) -> end(sequence, multiple, false));
        channel.addShutdownListener(cause -> end(Long.MAX_VALUE, true, false));
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void publish(String queue, String id, byte[] body, Consumer<Boolean> confirmed) {
        long sequence = channel.getNextPublishSeqNo();
        unconfirmed.put(sequence, new Unconfirmed(id, confirmed));
        try {
            BasicProperties properties = new BasicProperties.Builder().messageId(id)
                    .contentType("application/json")
                    .deliveryMode(PERSISTENT)
                    .build();
            channel.basicPublish("", queue, true, properties, body);
        } catch (IOException | AlreadyClosedException e) {
            end(sequence, false, false);
        }
    }

    private void end(long sequence, boolean multiple, boolean confirmed) {
        if (!multiple) {
            answer(unconfirmed.remove(sequence), confirmed);
            return;
        }
        Map.Entry<Long, Unconfirmed> first = unconfirmed.firstEntry();
        while (first != null && first.getKey() <= sequence) {
            answer(unconfirmed.remove(first.getKey()), confirmed);
            first = unconfirmed.firstEntry();
        }
    }

    private void answer(@Nullable Unconfirmed message, boolean confirmed) {
        if (message != null) {
            boolean unroutable = returned.remove(message.id());
            message.confirmed().accept(confirmed && !unroutable);
        }
    }
}
