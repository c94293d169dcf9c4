package dev.parley.chat.cursor;

import org.springframework.stereotype.Component;

import dev.parley.chat.message.Traces;

/** Nobody's cursor stays among what was dropped. */
@Component
class CursorTraces implements Traces {

    private final Cursors cursors;

    CursorTraces(Cursors cursors) {
        this.cursors = cursors;
    }

    @Override
    public int removeSome(long channelId, long below, int limit) {
        // Of a whole channel nothing is left to have read: the subscriptions go with it.
        return below == Long.MAX_VALUE ? 0 : cursors.passOver(channelId, below, limit);
    }
}
