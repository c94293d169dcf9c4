package dev.parley.file.processing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.parley.file.blob.BlobKey;
import dev.parley.file.blob.BlobStore;
import dev.parley.file.blob.UnfinishedPut;
import dev.parley.file.blob.UnknownPutException;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

/**
 * Moves verified contents from the staging area to the blob store, a large one in steps. A content that is removed meanwhile leaves nothing
 * in the store: whichever comes last, the removal or the put, takes the object away, and its key belongs to no other content.
 */
@Component
class ContentStorage {

    private static final Logger LOG = LoggerFactory.getLogger(ContentStorage.class);

    private final UniqueFiles contents;
    private final StagingArea staging;
    private final BlobStore blobs;
    private final StoragePuts puts;
    private final ContentRecords records;
    private final ProcessingSettings settings;

    ContentStorage(UniqueFiles contents, StagingArea staging, BlobStore blobs, StoragePuts puts,
            ContentRecords records, ProcessingSettings settings) {
        this.contents = contents;
        this.staging = staging;
        this.blobs = blobs;
        this.puts = puts;
        this.records = records;
        this.settings = settings;
    }

    /** What a step has left to do. */
    enum Progress {
        /** Nothing: it is stored, or somebody else works on it, or it is gone. */
        SETTLED,
        /** Another step. */
        MORE
    }

    /** Stores a content, or works on it for as long as one step may take. Safe to repeat, and to do twice at once. */
    Progress step(long contentId) throws IOException {
        Optional<UniqueFile> found = contents.find(contentId);
        if (found.isEmpty()) {
            discard(contentId); // a delivery that was cut short may have begun to store it
            return Progress.SETTLED;
        }
        UniqueFile content = found.get();
        if (content.place() == UniqueFile.Place.STORED) {
            return Progress.SETTLED; // by a delivery before this one
        }
        if (!content.verified()) {
            throw new QueueWork.PointlessException("content " + Ids.format(contentId) + " is not verified");
        }
        BlobKey key = UniqueFile.blobKeyOf(contentId);
        Path source = staging.fileOf(content.placeKey());
        if (content.size() < settings.stepsFrom().toBytes()) {
            blobs.put(key, source);
            return stored(content, key);
        }
        UnfinishedPut put = putOf(contentId, key);
        try {
            Optional<UnfinishedPut> next = blobs.advance(put, source, settings.stepLimit());
            if (next.isPresent()) {
                // Who finds that another worker came further leaves the rest to that one.
                return puts.advance(contentId, put, next.get()) ? Progress.MORE : Progress.SETTLED;
            }
        } catch (UnknownPutException lost) {
            LOG.warn("content {} is stored anew: {}", Ids.format(contentId), lost.getMessage());
            puts.remove(contentId, put);
            return Progress.MORE;
        }
        Progress settled = stored(content, key);
        puts.remove(contentId, put);
        return settled;
    }

    private UnfinishedPut putOf(long contentId, BlobKey key) throws IOException {
        Optional<UnfinishedPut> known = puts.find(contentId);
        if (known.isPresent()) {
            return known.get();
        }
        UnfinishedPut begun = blobs.begin(key);
        if (!puts.add(contentId, begun)) {
            blobs.abort(begun);
        }
        return puts.find(contentId).orElse(begun);
    }

    private Progress stored(UniqueFile content, BlobKey key) throws IOException {
        if (!records.recordStored(content, key) && contents.find(content.id()).isEmpty()) {
            discard(content.id()); // removed while its bytes were on their way
        }
        return Progress.SETTLED;
    }

    private void discard(long contentId) throws IOException {
        Optional<UnfinishedPut> begun = puts.find(contentId);
        if (begun.isPresent()) {
            blobs.abort(begun.get());
            puts.remove(contentId, begun.get());
        }
        blobs.delete(UniqueFile.blobKeyOf(contentId));
    }
}
