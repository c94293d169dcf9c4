package dev.parley.chat.message;

import java.util.List;
import java.util.Optional;

/** A cache of each channel's newest messages. It may forget anything at any time, and never says anything wrong. */
interface RecentMessages {

    /** Remembers messages of one channel. Never blocks, never throws. */
    void add(long channelId, List<Message> messages);

    /** Forgets a channel. Never blocks, never throws; what cannot be forgotten now expires. */
    void forget(long channelId);

    /** All messages with {@code after < version <= upTo}, ascending, or empty when even one is missing. May block briefly. */
    Optional<List<Message>> range(long channelId, long after, long upTo);
}
