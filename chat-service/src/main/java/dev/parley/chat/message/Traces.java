package dev.parley.chat.message;

/** Rows outside the stream that refer to entries of it, and go when the entries are gone. Methods block, and throw as JDBC does. */
public interface Traces {

    /**
     * Removes some of what refers to entries of a channel below a version, in one short transaction.
     *
     * @param below {@link Long#MAX_VALUE} for the whole channel, which nobody has any more
     * @return how many rows; 0 when nothing is left
     */
    int removeSome(long channelId, long below, int limit);

    /** Removes all of it, in short transactions. */
    default void removeAll(long channelId, long below) {
        int removed;
        do {
            removed = removeSome(channelId, below, 500);
        } while (removed > 0);
    }
}
