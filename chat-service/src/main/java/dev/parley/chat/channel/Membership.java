package dev.parley.chat.channel;

/** What a person may do in a channel, and why not more. */
public enum Membership {
    /** Nothing: the channel is not among theirs, or does not exist. */
    NONE,
    /** Read: nobody is there any more to whom one could write. Once a channel is closed it stays so. */
    CLOSED,
    /** Read: an admin has taken writing away from them for some time. */
    MUTED,
    /** Read: the other one of the two does not take messages from them. */
    NOT_ACCEPTED,
    /** Read: they have blocked the other one of the two themselves. */
    BLOCKED_BY_ME,
    /** Read and write. */
    OPEN
}
