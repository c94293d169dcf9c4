package dev.parley.auth.account;

import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.id.Ids;
import dev.parley.platform.queue.ConfirmedPublisher;

/**
 * Tells the other services that a person is gone, each for itself. An event leaves the outbox when the broker has confirmed its
 * message, and is delivered again after a failure or a crash: consumers may hear of the same person twice.
 */
@Component
class DeletionMessages {

    /** What is sent; see asyncapi.yaml. */
    record UserDeleted(String userId, Instant deletedAt) {}

    private static final Logger log = LoggerFactory.getLogger(DeletionMessages.class);

    private final ConfirmedPublisher publisher;
    private final JsonMapper json;

    DeletionMessages(ConfirmedPublisher publisher, JsonMapper json) {
        this.publisher = publisher;
        this.json = json;
    }

    @Async
    @TransactionalEventListener
    void tellChat(AccountDeleted event) {
        publish(DeletionQueues.CHAT, event);
    }

    @Async
    @TransactionalEventListener
    void tellFiles(AccountDeleted event) {
        publish(DeletionQueues.FILES, event);
    }

    private void publish(String queue, AccountDeleted event) {
        UserDeleted message = new UserDeleted(Ids.format(event.userId()), event.deletedAt());
        MessageProperties properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        try {
            publisher.publish(queue, json.writeValueAsBytes(message), properties);
        } catch (RuntimeException e) {
            log.warn("{} has not heard yet of the deletion of user {}, it stays in the outbox: {}", queue,
                    message.userId(), e.toString());
            throw e; // keeps it there
        }
    }
}
