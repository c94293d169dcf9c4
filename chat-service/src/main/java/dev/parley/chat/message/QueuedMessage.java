package dev.parley.chat.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the store, before it has a version.
 *
 * @param id given where it came in; a duplicate that was sent again has another one, and loses it
 * @param target version of the entry that it is about; 0: none
 * @param mentions user ids of who is mentioned, {@link #EVERYBODY} among them for all; never null once made
 * @param reaction what it says, if it is one: the store counts reactions, so this is not sealed
 * @param node where the sender's socket is and the acknowledgement goes
 */
record QueuedMessage(long id, SendKey key, MessageKind kind,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long target,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<Long> mentions,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Reaction reaction, SealedBody body, String node) {

    /** Stands for everybody in the channel among those mentioned. */
    static final long EVERYBODY = 0;

    QueuedMessage {
        if (id <= 0) {
            throw new IllegalArgumentException("no id");
        }
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(kind, "kind");
        mentions = mentions == null ? List.of() : List.copyOf(mentions);
        Objects.requireNonNull(body, "body");
        if (kind.changesItsTarget() != (kind != MessageKind.TEXT && target > 0)
                || (kind == MessageKind.REACTION) != (reaction != null)) {
            throw new IllegalArgumentException("not what this kind of entry is about");
        }
        Objects.requireNonNull(node, "node");
    }

    /** One that is about no other and mentions nobody. */
    QueuedMessage(long id, SendKey key, MessageKind kind, SealedBody body, String node) {
        this(id, key, kind, 0, List.of(), null, body, node);
    }

    @Override
    public List<Long> mentions() {
        return Objects.requireNonNull(mentions);
    }

    long channelId() {
        return key.channelId();
    }

    /** The text that it is about. */
    Target targetOf() {
        return new Target(key.channelId(), target);
    }

    Message withVersion(long version, Instant createdAt) {
        return new Message(key.channelId(), version, id, kind, target, key.senderId(), key.clientMessageId(), body,
                createdAt);
    }
}
