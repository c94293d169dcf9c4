package dev.parley.chat.message;

import java.util.List;

import org.springframework.stereotype.Component;

/** Removes the messages of a channel that nobody has any more. */
@Component
public class HistoryRemoval {

    private static final int BATCH = 500;

    private final MessageLog messages;
    private final RecentMessages recent;
    private final List<Traces> traces;

    HistoryRemoval(MessageLog messages, RecentMessages recent, List<Traces> traces) {
        this.messages = messages;
        this.recent = recent;
        this.traces = traces;
    }

    /** Removes all messages of a closed channel, and what refers to them, in small transactions. Blocks; throws as {@link MessageLog} does. */
    public void removeAll(long channelId) {
        int removed = messages.removeSome(channelId, BATCH);
        while (removed > 0) {
            removed = messages.removeSome(channelId, BATCH);
        }
        traces.forEach(some -> some.removeAll(channelId, Long.MAX_VALUE));
        recent.forget(channelId);
    }
}
