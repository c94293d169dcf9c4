package dev.parley.chat.online;

/** Something by which a person is connected to this node: one socket. */
public interface Device {

    long userId();

    /** Sends a JSON object, unless the device is gone; one that cannot keep up ends itself. Never blocks. */
    void offer(byte[] json);
}
