package dev.parley.platform.queue;

import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;

/**
 * Declarations of durable queues. Beans made from them are declared at the broker on the first connection and after every
 * reconnection.
 */
public final class DurableQueues {

    private final QueueSettings settings;

    DurableQueues(QueueSettings settings) {
        this.settings = settings;
    }

    /** A queue whose messages may be taken by several consumers at once. */
    public Queue workQueue(String name) {
        return withParking(queue(name), parkingName(name)).build();
    }

    /**
     * A queue with one active consumer at a time, so that its order is kept; another takes over when that one is gone.
     *
     * @param family what this queue is a partition of; all partitions share the family's parking queue
     */
    public Queue partitionQueue(String name, String family) {
        return withParking(queue(name), parkingName(family)).singleActiveConsumer().build();
    }

    /** The queue where messages end that could not be worked on; nothing consumes it but a person who replays it. */
    public Queue parkingQueue(String workQueueName) {
        return queue(parkingName(workQueueName)).build();
    }

    /** The name of a work queue's parking queue. */
    public static String parkingName(String workQueueName) {
        return workQueueName + ".parking";
    }

    private QueueBuilder queue(String name) {
        QueueBuilder queue = QueueBuilder.durable(name);
        return settings.type() == QueueSettings.Type.QUORUM ? queue.quorum() : queue;
    }

    private QueueBuilder withParking(QueueBuilder queue, String parking) {
        if (settings.type() == QueueSettings.Type.QUORUM) {
            queue.deliveryLimit(settings.deliveryLimit()).deadLetterExchange("")
                    .deadLetterRoutingKey(parking);
        }
        return queue;
    }
}
