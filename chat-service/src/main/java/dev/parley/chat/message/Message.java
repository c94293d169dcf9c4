package dev.parley.chat.message;

import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A message as it stands in the store: an entry of its channel's stream. It never changes but for one thing: a recall takes its body.
 *
 * @param target version of the entry that it is about; 0: none
 */
record Message(long channelId, long version, long id, MessageKind kind,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long target, long senderId, String clientMessageId,
        SealedBody body,
        Instant createdAt) {

    Message {
        if (version <= 0 || id <= 0) {
            throw new IllegalArgumentException("no version or no id");
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(clientMessageId, "clientMessageId");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /** The entry without its body. */
    Message erased() {
        return new Message(channelId, version, id, kind, target, senderId, clientMessageId, SealedBody.ERASED,
                createdAt);
    }

    boolean isErased() {
        return body.bytes().length == 0;
    }

    Receipt receipt() {
        return new Receipt(new SendKey(channelId, senderId, clientMessageId), version, createdAt);
    }
}
