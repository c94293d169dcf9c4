package dev.parley.file.processing;

import java.io.IOException;
import java.util.Map;

import org.springframework.amqp.core.MessageProperties;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.blob.BlobKey;
import dev.parley.file.blob.BlobStore;
import dev.parley.file.content.ContentCapability;
import dev.parley.file.content.ContentReceived;
import dev.parley.file.content.ContentVerified;
import dev.parley.file.content.DigestSchedule;
import dev.parley.file.content.StagedBytesReleased;
import dev.parley.file.content.StoredBytesReleased;
import dev.parley.file.image.ImageMaking;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.platform.queue.ConfirmedPublisher;

/**
 * What leaves the outbox. Each event was stored in the transaction that it reports; it is removed when the method here returns, and
 * delivered again after a failure or a crash. No transaction is open while the broker is waited for.
 */
@Component
class OutboxListeners {

    private final ConfirmedPublisher publisher;
    private final ContentCapability capability;
    private final DigestSchedule schedule;
    private final StagingArea staging;
    private final BlobStore blobs;
    private final ImageMaking images;
    private final JsonMapper json;

    OutboxListeners(ConfirmedPublisher publisher, ContentCapability capability, DigestSchedule schedule,
            StagingArea staging, BlobStore blobs, ImageMaking images, JsonMapper json) {
        this.publisher = publisher;
        this.capability = capability;
        this.schedule = schedule;
        this.staging = staging;
        this.blobs = blobs;
        this.images = images;
        this.json = json;
    }

    @Async
    @TransactionalEventListener
    void askForDigests(ContentReceived event) {
        MessageProperties properties = jsonProperties();
        properties.setReplyTo(FileQueues.DIGESTS);
        properties.setCorrelationId(Ids.format(event.contentId()));
        HashRequest request = new HashRequest(capability.urlOf(event.contentId()).toString(), schedule.algorithms(),
                event.size());
        publisher.publish(FileQueues.HASH_REQUESTS, json.writeValueAsBytes(request), properties);
    }

    /** Also asks for a thumbnail if it may be a picture: a look at its first bytes here spares most contents a message. */
    @Async
    @TransactionalEventListener
    void askForStorage(ContentVerified event) throws IOException {
        send(FileQueues.STORAGE, event.contentId());
        if (images.mayBePicture(event.contentId())) {
            send(FileQueues.IMAGES, event.contentId());
        }
    }

    @Async
    @TransactionalEventListener
    void removeStoredBytes(StoredBytesReleased event) throws IOException {
        blobs.delete(new BlobKey(event.blobKey()));
    }

    @Async
    @TransactionalEventListener
    void removeStagedBytes(StagedBytesReleased event) throws IOException {
        staging.delete(event.stagingKey());
    }

    private void send(String queue, long contentId) {
        String id = Ids.format(contentId);
        MessageProperties properties = jsonProperties();
        properties.setCorrelationId(id);
        publisher.publish(queue, json.writeValueAsBytes(Map.of("contentId", id)), properties);
    }

    private static MessageProperties jsonProperties() {
        MessageProperties properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        return properties;
    }
}
