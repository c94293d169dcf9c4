package dev.parley.chat.message;

import java.util.OptionalLong;

/** Somebody online on this node: one socket. Methods never block. */
public interface Receiver {

    long userId();

    /**
     * Takes a {@code messages} frame of a channel, versions ascending. A receiver that cannot keep up ends itself; nobody waits for
     * it.
     */
    void push(long channelId, long firstVersion, byte[] frame);

    /** The first version that was pushed for this channel, as long as that is remembered. */
    OptionalLong firstPushed(long channelId);

    /** From now on first versions need not be remembered any more. */
    void forgetFirstPushed();
}
