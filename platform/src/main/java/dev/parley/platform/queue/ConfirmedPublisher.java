package dev.parley.platform.queue;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Publishes persistent messages to queues by name, and knows that the broker has taken each over (publisher confirms). Needs
 * {@code spring.rabbitmq.publisher-confirm-type=correlated}, publisher returns and {@code template.mandatory}.
 */
public final class ConfirmedPublisher {

    private final RabbitTemplate rabbit;
    private final Duration timeout;

    ConfirmedPublisher(RabbitTemplate rabbit, Duration timeout) {
        this.rabbit = rabbit;
        this.timeout = timeout;
    }

    /**
     * Returns when the broker has confirmed the message.
     *
     * @throws NotConfirmedException when it refused it, there is no such queue, it is away or did not answer in time
     */
    public void publish(String queue, byte[] body, MessageProperties properties) {
        try {
            publishAsync(queue, body, properties).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof NotConfirmedException refusal
                    ? refusal
                    : new NotConfirmedException("the broker did not confirm a message for " + queue, e);
        }
    }

    /**
     * Publishes without waiting; the future ends normally when the broker has confirmed the message, and with a
     * {@link NotConfirmedException} in all other cases, at the latest after the confirm time-out. Dependent actions may run on
     * the broker connection's thread and must not block.
     */
    public CompletableFuture<Void> publishAsync(String queue, byte[] body, MessageProperties properties) {
        properties.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
        CorrelationData correlation = new CorrelationData(UUID.randomUUID().toString());
        try {
            rabbit.send("", queue, new Message(body, properties), correlation);
        } catch (AmqpException e) {
            return CompletableFuture.failedFuture(new NotConfirmedException("the broker cannot be reached", e));
        }
        return correlation.getFuture()
                .copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((confirm, error) -> check(queue, correlation, confirm, error));
    }

    @SuppressWarnings("NullAway") // one of confirm and error is null, as CompletableFuture.handle has it
    private static Void check(String queue, CorrelationData correlation, CorrelationData.Confirm confirm,
            Throwable error) {
        if (error != null) {
            throw new NotConfirmedException("the broker did not confirm a message for " + queue, error);
        }
        if (correlation.getReturned() != null) {
            throw new NotConfirmedException("there is no queue " + queue);
        }
        if (!confirm.ack()) {
            throw new NotConfirmedException("the broker refused a message for " + queue);
        }
        return null;
    }
}
