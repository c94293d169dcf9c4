package dev.parley.chat.bus;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Push between nodes by topic, through Redis pub/sub. Lossy by contract: a publication may reach nobody, and nothing tells.
 * Whoever needs the content reads it from the store after {@link #onReconnect} and every now and then.
 */
public interface NodeBus {

    /** Sends to all subscribers of the topic, this node's own included. Never blocks, never throws; drops it when Redis is away. */
    void publish(String topic, byte[] payload);

    /**
     * Subscribes this node; one subscriber a topic. The subscriber runs on a connection thread and must not block. The subscription
     * outlives reconnections. The stage ends when Redis has confirmed it, or exceptionally when it could not now: then it
     * will be made with the next reconnection.
     */
    CompletionStage<Void> subscribe(String topic, Consumer<byte[]> subscriber);

    /** Ends the subscription of this node. */
    void unsubscribe(String topic);

    /** Whether publications reach this node at the moment, as far as is known. */
    boolean connected();

    /** Calls back after every return of the connection, when all subscriptions stand again. Runs on a virtual thread; may block. */
    void onReconnect(Runnable callback);
}
