package dev.parley.chat.message;

import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Component;

/** A channel's stream as a history of texts, for those who work on what was written. */
@Component
public class TextChanges {

    private final History history;
    private final BodyText bodies;

    TextChanges(History history, BodyText bodies) {
        this.history = history;
        this.bodies = bodies;
    }

    /** What the entries with {@code after < version <= upTo} did, in their order. Blocks; throws as {@link MessageLog} does. */
    public List<TextChange> range(long channelId, long after, long upTo) {
        return history.range(channelId, after, upTo).stream().map(this::change).flatMap(Optional::stream).toList();
    }

    private Optional<TextChange> change(Message message) {
        return switch (message.kind()) {
            case TEXT -> Optional.of(new TextChange(message.version(), message.version(), bodies.of(message)));
            case EDIT -> Optional.of(new TextChange(message.version(), message.target(), bodies.of(message)));
            case RECALL -> Optional.of(new TextChange(message.version(), message.target(), Optional.empty()));
            case REACTION, MEMBERS, CHANNEL -> Optional.empty();
        };
    }
}
