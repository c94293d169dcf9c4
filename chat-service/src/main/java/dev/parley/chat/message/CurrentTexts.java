package dev.parley.chat.message;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;

/** Texts as they stand now, picked out of a channel by their versions. */
@Component
public class CurrentTexts {

    private final MessageLog messages;
    private final CurrentState state;
    private final BodyText bodies;
    private final MessageFrames frames;

    CurrentTexts(MessageLog messages, CurrentState state, BodyText bodies, MessageFrames frames) {
        this.messages = messages;
        this.state = state;
        this.bodies = bodies;
        this.frames = frames;
    }

    /**
     * A text.
     *
     * @param version of the message
     * @param text as it was last edited
     * @param json the message as clients see it in history
     */
    public record Text(long version, String text, byte[] json) {}

    /** Those of these that can be read, in no order: not what was recalled or dropped. Blocks; throws as {@link MessageLog} does. */
    public List<Text> read(long channelId, long reader, Collection<Long> versions) {
        List<Message> entries = messages.read(channelId, versions);
        Map<Long, CurrentState.State> states = state.of(channelId, entries, reader);
        return entries.stream()
                .map(message -> text(message, states.getOrDefault(message.version(), CurrentState.State.AS_SENT)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Text> text(Message message, CurrentState.State now) {
        return bodies.of(now.edit().orElse(message))
                .map(text -> new Text(message.version(), text, frames.one(message, now)));
    }
}
