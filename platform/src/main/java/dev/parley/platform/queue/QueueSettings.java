package dev.parley.platform.queue;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How queues are declared and published to.
 *
 * @param type quorum queues in a cluster, classic ones where the broker has no other
 * @param deliveryLimit quorum queues only: after so many deliveries the broker itself parks a message, as a second net
 * @param confirmTimeout how long to wait for the broker to take a message over
 */
@ConfigurationProperties(prefix = "parley.queue", ignoreUnknownFields = false)
public record QueueSettings(@DefaultValue("classic") Type type, @DefaultValue("20") int deliveryLimit,
        @DefaultValue("5s") Duration confirmTimeout) {

    /** The kinds of queue. */
    public enum Type {
        CLASSIC, QUORUM
    }

    public QueueSettings {
        if (deliveryLimit < 1) {
            throw new IllegalArgumentException("parley.queue.delivery-limit must be at least 1");
        }
        if (!confirmTimeout.isPositive()) {
            throw new IllegalArgumentException("parley.queue.confirm-timeout must be positive");
        }
    }
}
