package dev.parley.chat.message;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A cache of each channel's newest messages. It may forget anything at any time. It may still have the body of an entry that was recalled:
 * {@link History} knows.
 */
interface RecentMessages {

    /** Remembers messages of one channel. Never blocks, never throws. */
    void add(long channelId, List<Message> messages);

    /** Forgets a channel. Never blocks, never throws; what cannot be forgotten now expires. */
    void forget(long channelId);

    /** Forgets entries whose bodies are gone. Never blocks, never throws; what cannot be forgotten now expires. */
    void forget(long channelId, Collection<Long> versions);

    /** All messages with {@code after < version <= upTo}, ascending, or empty when even one is missing. May block briefly. */
    Optional<List<Message>> range(long channelId, long after, long upTo);
}
