package dev.parley.chat.channel;

import java.util.Map;

/** Entries of a channel's stream that the service writes itself, so that sync carries what became of the channel too. */
public interface ChannelEvents {

    /** What an entry tells of. */
    enum Kind {
        /** Who came, left, or has another role. */
        MEMBERS,
        /** The channel itself: its title. */
        CHANNEL
    }

    /**
     * What happened.
     *
     * @param body members of the entry's JSON object, ids as the API shows them; not empty
     */
    record Event(Kind kind, Map<String, Object> body) {

        public Event {
            body = Map.copyOf(body);
        }
    }

    /**
     * Appends an entry in the caller's transaction, under the lock of the channel's row, which this takes; announces it after the
     * commit. Nothing is appended to a channel that is closed or does not exist.
     *
     * @param actorId who did it
     */
    void append(long channelId, long actorId, Event event);
}
