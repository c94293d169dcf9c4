package dev.parley.chat.message;

import java.time.Instant;
import java.util.Objects;

/**
 * A message on its way to the store, before it has a version.
 *
 * @param id given where it came in; a duplicate that was sent again has another one, and loses it
 * @param node where the sender's socket is and the acknowledgement goes
 */
record QueuedMessage(long id, SendKey key, MessageKind kind, SealedBody body, String node) {

    QueuedMessage {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(node, "node");
    }

    long channelId() {
        return key.channelId();
    }

    Message withVersion(long version, Instant createdAt) {
        return new Message(key.channelId(), version, id, kind, key.senderId(), key.clientMessageId(), body, createdAt);
    }
}
