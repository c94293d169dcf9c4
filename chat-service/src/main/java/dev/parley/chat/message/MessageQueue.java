package dev.parley.chat.message;

import java.util.function.Consumer;

/** The durable queue between intake and the writers. */
interface MessageQueue {

    /**
     * Hands a message over. Returns at once; messages of one caller and channel keep their order.
     *
     * @param confirmed called once: true when the broker has taken the message over durably; false when it did not or it is not
     *        known, and the sender must send it again. Must not block.
     */
    void publish(QueuedMessage message, Consumer<Boolean> confirmed);
}
