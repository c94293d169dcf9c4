package dev.parley.file.processing;

import java.io.IOException;
import java.util.Optional;

import com.rabbitmq.client.Channel;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

import dev.parley.platform.id.Ids;
import dev.parley.platform.queue.ConfirmedPublisher;

/**
 * Has contents stored. With the blob store away, messages wait in the queue and the contents are read from the staging area. A message
 * stands for one step; when more is to be done another message is confirmed by the broker before this one is acknowledged, so that no
 * delivery takes longer than the broker waits, and small contents pass large ones.
 */
@Component
class StorageConsumer {

    private final QueueWork work;
    private final ContentStorage storage;
    private final ConfirmedPublisher publisher;

    StorageConsumer(QueueWork work, ContentStorage storage, ConfirmedPublisher publisher) {
        this.work = work;
        this.storage = storage;
        this.publisher = publisher;
    }

    @RabbitListener(queues = FileQueues.STORAGE, containerFactory = FileQueues.ONE_IN_HAND, ackMode = "MANUAL", concurrency = "2")
    void onRequest(Message message, Channel channel) throws IOException {
        work.handle(FileQueues.STORAGE, message, channel, () -> {
            String id = message.getMessageProperties().getCorrelationId();
            long contentId = Optional.ofNullable(id).flatMap(Ids::parse)
                    .orElseThrow(() -> new QueueWork.PointlessException("no content has the id " + id));
            if (storage.step(contentId) == ContentStorage.Progress.MORE) {
                publisher.publish(FileQueues.STORAGE, message.getBody(), next(message));
            }
        });
    }

    private static MessageProperties next(Message message) {
        MessageProperties properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        properties.setCorrelationId(message.getMessageProperties().getCorrelationId());
        return properties;
    }
}
