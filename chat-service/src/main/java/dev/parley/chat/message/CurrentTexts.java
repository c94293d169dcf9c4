package dev.parley.chat.message;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Component;

/** Texts as they stand now, picked out of a channel by their versions. */
@Component
public class CurrentTexts {

    private final MessageLog messages;
    private final BodyText bodies;
    private final MessageFrames frames;

    CurrentTexts(MessageLog messages, BodyText bodies, MessageFrames frames) {
        this.messages = messages;
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
        return messages.read(channelId, versions).stream()
                .map(message -> bodies.of(message).map(text -> new Text(message.version(), text, frames.one(message))))
                .flatMap(Optional::stream)
                .toList();
    }
}
