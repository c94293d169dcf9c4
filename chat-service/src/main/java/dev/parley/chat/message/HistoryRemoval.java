package dev.parley.chat.message;

import org.springframework.stereotype.Component;

/** Removes the messages of a channel that nobody has any more. */
@Component
public class HistoryRemoval {

    private static final int BATCH = 500;

    private final MessageLog messages;
    private final RecentMessages recent;

    HistoryRemoval(MessageLog messages, RecentMessages recent) {
        this.messages = messages;
        this.recent = recent;
    }

    /** Removes all messages of a closed channel, in small transactions. Blocks; throws as {@link MessageLog} does. */
    public void removeAll(long channelId) {
        int removed = messages.removeSome(channelId, BATCH);
        while (removed > 0) {
            removed = messages.removeSome(channelId, BATCH);
        }
        recent.forget(channelId);
    }
}
