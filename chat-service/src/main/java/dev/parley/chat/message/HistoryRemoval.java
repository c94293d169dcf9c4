package dev.parley.chat.message;

import java.util.List;

import org.springframework.stereotype.Component;

import dev.parley.chat.channel.ChannelContents;

/** The messages of a channel that was removed. */
@Component
class HistoryRemoval implements ChannelContents {

    private final MessageLog messages;
    private final RecentMessages recent;
    private final List<Traces> traces;

    HistoryRemoval(MessageLog messages, RecentMessages recent, List<Traces> traces) {
        this.messages = messages;
        this.recent = recent;
        this.traces = traces;
    }

    @Override
    public int removeSome(long channelId, int limit) {
        int removed = messages.removeSome(channelId, limit);
        for (Traces some : traces) {
            removed += some.removeSome(channelId, Long.MAX_VALUE, limit);
        }
        if (removed == 0) {
            recent.forget(channelId);
        }
        return removed;
    }
}
