package dev.parley.chat.channel;

/** Something that channels hold and that goes with them. Each bean of this type is asked when a channel is removed. */
public interface ChannelContents {

    /**
     * Removes some of what a removed channel held, in one small transaction. Called until nothing is left, and again after a crash. Blocks.
     *
     * @param limit how many rows at most, of each table
     * @return how many rows; 0 when nothing is left
     */
    int removeSome(long channelId, int limit);
}
