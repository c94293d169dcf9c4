package dev.parley.chat.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.id.Ids;

/**
 * Messages as clients see them. Encoded once for all sockets of a node: the opened body, a JSON object, is spliced in as it is,
 * and everything around it is ASCII that needs no escaping.
 */
@Component
final class MessageFrames {

    private static final Logger log = LoggerFactory.getLogger(MessageFrames.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int EMPTY = "{}".length();
    private static final byte[] UNREADABLE = "{\"unreadable\":true}".getBytes(StandardCharsets.US_ASCII);

    private static final int FRAME_TARGET = 48 * 1024;
    private static final int ENVELOPE_ESTIMATE = 256;

    private final BodyCipher cipher;
    private final Counter unreadable;

    MessageFrames(BodyCipher cipher, MeterRegistry metrics) {
        this.cipher = cipher;
        this.unreadable = metrics.counter("parley.chat.messages.unreadable");
    }

    /** A frame with the version that it starts with. */
    record Frame(long firstVersion, byte[] json) {}

    /** Frames of the type {@code messages}, for messages of one channel; as many as keep each at a size that all proxies take. */
    List<Frame> frames(long channelId, List<Message> messages) {
        List<Frame> frames = new ArrayList<>(1);
        int from = 0;
        int size = 0;
        for (int next = 0; next < messages.size(); next++) {
            int length = messages.get(next).body().bytes().length + ENVELOPE_ESTIMATE;
            if (size + length > FRAME_TARGET && next > from) {
                frames.add(frame(channelId, messages.subList(from, next)));
                from = next;
                size = 0;
            }
            size += length;
        }
        frames.add(frame(channelId, messages.subList(from, messages.size())));
        return frames;
    }

    private Frame frame(long channelId, List<Message> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128 + 256 * messages.size());
        ascii(out, "{\"type\":\"messages\",\"channelId\":\"" + Ids.format(channelId) + "\",\"messages\":");
        array(out, messages, Map.of());
        out.write('}');
        return new Frame(messages.getFirst().version(), out.toByteArray());
    }

    /** The answer to a request for history; {@code states} are those of texts that are not as they were sent, by version. */
    byte[] page(List<Message> messages, Map<Long, CurrentState.State> states, Timeline.Bounds bounds,
            HistoryRequest.Range range) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128 + 256 * messages.size());
        ascii(out, "{\"messages\":");
        array(out, messages, states);
        ascii(out, (bounds.beginningDropped() ? ",\"firstVersion\":" + bounds.first() : "")
                + ",\"lastVersion\":" + bounds.last()
                + ",\"hasMore\":" + (range.upTo() < bounds.last())
                + ",\"hasEarlier\":" + (range.after() >= bounds.first()) + "}");
        return out.toByteArray();
    }

    /** One message, as an object. */
    byte[] one(Message message, CurrentState.State state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        object(out, message, state);
        return out.toByteArray();
    }

    private void array(ByteArrayOutputStream out, List<Message> messages, Map<Long, CurrentState.State> states) {
        char separator = '[';
        for (Message message : messages) {
            out.write(separator);
            separator = ',';
            object(out, message, states.getOrDefault(message.version(), CurrentState.State.AS_SENT));
        }
        if (messages.isEmpty()) {
            out.write('[');
        }
        out.write(']');
    }

    private void object(ByteArrayOutputStream out, Message message, CurrentState.State state) {
        ascii(out, "{\"version\":" + message.version() + ",\"id\":\"" + Ids.format(message.id()) + "\",\"kind\":\""
                + message.kind().externalName() + "\",\"senderId\":\"" + Ids.format(message.senderId())
                + "\",\"clientMessageId\":\"" + message.clientMessageId() + "\",\"createdAt\":\"" + message.createdAt()
                + '"' + reference(message));
        if (message.isErased()) {
            ascii(out, ",\"recalled\":true");
        } else {
            body(out, message);
        }
        state.edit().ifPresent(edit -> {
            ascii(out, ",\"edited\":{\"version\":" + edit.version() + ",\"at\":\"" + edit.createdAt() + '"');
            body(out, edit);
            out.write('}');
        });
        if (!state.reactions().isEmpty()) {
            ascii(out, ",\"reactions\":");
            out.writeBytes(JSON.writeValueAsBytes(state.reactions()));
        }
        out.write('}');
    }

    private static String reference(Message message) {
        if (message.target() == 0) {
            return "";
        }
        return (message.kind() == MessageKind.TEXT ? ",\"replyTo\":" : ",\"target\":") + message.target();
    }

    /** The members of the body, each after a comma. */
    private void body(ByteArrayOutputStream out, Message message) {
        byte[] body = cipher.open(message.channelId(), message.id(), message.body()).orElseGet(() -> {
            unreadable.increment();
            log.error("message {} does not open with key {}", Ids.format(message.id()), message.body().keyId());
            return UNREADABLE;
        });
        if (body.length > EMPTY) {
            out.write(',');
            out.write(body, 1, body.length - EMPTY);
        }
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        out.write(bytes, 0, bytes.length);
    }
}
