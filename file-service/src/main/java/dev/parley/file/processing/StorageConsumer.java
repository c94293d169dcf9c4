package dev.parley.file.processing;

import java.io.IOException;
import java.util.Optional;

import com.rabbitmq.client.Channel;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

import dev.parley.file.blob.BlobKey;
import dev.parley.file.blob.BlobStore;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

/**
 * Moves verified contents from the staging area to the blob store. With the store away, messages wait in the queue and the contents are
 * read from the staging area. A content that is removed meanwhile leaves nothing in the store: whichever comes last, the removal or the
 * put, takes the object away, and its key belongs to no other content.
 */
@Component
class StorageConsumer {

    private final QueueWork work;
    private final UniqueFiles contents;
    private final StagingArea staging;
    private final BlobStore blobs;
    private final ContentRecords records;

    StorageConsumer(QueueWork work, UniqueFiles contents, StagingArea staging, BlobStore blobs,
            ContentRecords records) {
        this.work = work;
        this.contents = contents;
        this.staging = staging;
        this.blobs = blobs;
        this.records = records;
    }

    @RabbitListener(queues = FileQueues.STORAGE, ackMode = "MANUAL", concurrency = "2")
    void onRequest(Message message, Channel channel) throws IOException {
        work.handle(FileQueues.STORAGE, message, channel, () -> {
            String id = message.getMessageProperties().getCorrelationId();
            store(Optional.ofNullable(id).flatMap(Ids::parse)
                    .orElseThrow(() -> new QueueWork.PointlessException("no content has the id " + id)));
        });
    }

    private void store(long contentId) throws IOException {
        BlobKey key = UniqueFile.blobKeyOf(contentId);
        Optional<UniqueFile> found = contents.find(contentId);
        if (found.isEmpty()) {
            blobs.delete(key); // a delivery that was cut short may have put it there
            return;
        }
        UniqueFile content = found.get();
        if (content.place() == UniqueFile.Place.STORED) {
            return; // by a delivery before this one
        }
        if (!content.verified()) {
            throw new QueueWork.PointlessException("content " + Ids.format(contentId) + " is not verified");
        }
        blobs.put(key, staging.fileOf(content.placeKey()));
        if (!records.recordStored(content, key) && contents.find(contentId).isEmpty()) {
            blobs.delete(key); // removed while its bytes were on their way
        }
    }
}
