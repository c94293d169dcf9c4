package dev.parley.chat.message;

/** Rows outside the stream that refer to entries of it, and go when the entries are gone. */
public interface Traces {

    /**
     * Removes some of what refers to entries of a channel below a version, in one short transaction. Blocks; throws as JDBC does.
     *
     * @param below {@link Long#MAX_VALUE} for the whole channel
     * @return how many rows; 0 when nothing is left
     */
    int removeSome(long channelId, long below, int limit);
}
