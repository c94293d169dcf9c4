package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.problem.ChatProblem;

/** The JSON in which nodes talk among themselves: in the queue, on the bus, in the recent-message cache. */
final class MessageCodec {

    /** Numbers that are 0 may be missing, as they are in what a node wrote before it knew them. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private MessageCodec() {}

    /** Not what {@link MessageCodec} writes. */
    static final class MalformedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MalformedException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** New messages of one channel, ascending; {@code node} is who publishes them. */
    record Publication(String node, List<Message> messages) {

        Publication {
            Objects.requireNonNull(node, "node");
            messages = List.copyOf(messages);
        }
    }

    /**
     * What a node learns of the messages of its sockets.
     *
     * @param receipts of those in the store
     * @param refused those that will never be in it
     */
    record Answers(List<Receipt> receipts, List<Refusal> refused) {
        Answers {
            receipts = List.copyOf(receipts);
            refused = List.copyOf(refused);
        }
    }

    /** That a message was not stored, and why. */
    record Refusal(SendKey key, ChatProblem problem) {}

    static byte[] encode(QueuedMessage message) {
        return JSON.writeValueAsBytes(message);
    }

    static QueuedMessage queuedMessage(byte[] json) {
        return read(json, QueuedMessage.class);
    }

    static byte[] encode(Message message) {
        return JSON.writeValueAsBytes(message);
    }

    static Message message(byte[] json) {
        return read(json, Message.class);
    }

    static byte[] encode(Publication publication) {
        return JSON.writeValueAsBytes(publication);
    }

    static Publication publication(byte[] json) {
        return read(json, Publication.class);
    }

    /** How every publication of that node starts, so that it can pass over its own without reading them. */
    static byte[] startOfPublications(String node) {
        return ("{\"node\":\"" + node + "\"").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] encode(Answers answers) {
        return JSON.writeValueAsBytes(answers);
    }

    static Answers answers(byte[] json) {
        return read(json, Answers.class);
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return Objects.requireNonNull(JSON.readValue(json, type), "null");
        } catch (JacksonException | NullPointerException e) {
            throw new MalformedException(e);
        }
    }
}
