package dev.parley.chat.message;

import java.util.OptionalLong;

import dev.parley.chat.online.Device;

/** A device as delivery sees it. Methods never block. */
public interface Receiver extends Device {

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
