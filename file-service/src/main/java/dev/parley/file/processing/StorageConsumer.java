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
 * read from the staging area.
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
        Optional<UniqueFile> found = contents.find(contentId).filter(c -> c.place() == UniqueFile.Place.STAGED);
        if (found.isEmpty()) {
            return; // stored before, or gone
        }
        UniqueFile content = found.get();
        String key = content.sha256().orElseThrow(
                () -> new QueueWork.PointlessException("content " + Ids.format(contentId) + " is not verified")).hex();
        blobs.put(new BlobKey(key), staging.fileOf(content.placeKey()));
        records.recordStored(content, key);
    }
}
