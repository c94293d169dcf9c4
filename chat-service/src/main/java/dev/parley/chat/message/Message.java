package dev.parley.chat.message;

import java.time.Instant;
import java.util.Objects;

/** A message as it stands in the store: an immutable entry of its channel's stream. */
record Message(long channelId, long version, long id, MessageKind kind, long senderId, String clientMessageId,
        SealedBody body, Instant createdAt) {

    Message {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(clientMessageId, "clientMessageId");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    Receipt receipt() {
        return new Receipt(new SendKey(channelId, senderId, clientMessageId), version, createdAt);
    }
}
