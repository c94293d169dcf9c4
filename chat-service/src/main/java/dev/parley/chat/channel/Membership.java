package dev.parley.chat.channel;

/** What a person may do in a channel. */
public enum Membership {
    /** Nothing: the channel is not among theirs, or does not exist. */
    NONE,
    /** Read: nobody is there any more to whom one could write. Once a channel is closed it stays so. */
    CLOSED,
    /** Read and write. */
    OPEN
}
