package dev.parley.file.processing;

import java.io.IOException;
import java.util.Optional;

import com.rabbitmq.client.Channel;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

import dev.parley.file.image.ImageMaking;
import dev.parley.platform.id.Ids;

/** Has thumbnails made. A picture that cannot be decoded is done too, without one; only what cannot be read or stored is tried again. */
@Component
class ImageConsumer {

    private final QueueWork work;
    private final ImageMaking images;

    ImageConsumer(QueueWork work, ImageMaking images) {
        this.work = work;
        this.images = images;
    }

    @RabbitListener(queues = FileQueues.IMAGES, ackMode = "MANUAL", concurrency = "1")
    void onRequest(Message message, Channel channel) throws IOException {
        work.handle(FileQueues.IMAGES, message, channel, () -> {
            String id = message.getMessageProperties().getCorrelationId();
            images.make(Optional.ofNullable(id).flatMap(Ids::parse)
                    .orElseThrow(() -> new QueueWork.PointlessException("no content has the id " + id)));
        });
    }
}
