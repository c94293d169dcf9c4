package dev.parley.file.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Multipart uploads to one bucket. The id of a put is the size of its parts and the id of the upload, so that parts have the same borders
 * in each step, whatever the settings say by then. Which parts are there is asked of the store, only to complete them.
 */
final class S3Parts {

    private static final long MOST_PARTS = 10_000;

    private final S3Client client;
    private final String bucket;
    private final long partSize;

    S3Parts(S3Client client, String bucket, long partSize) {
        this.client = client;
        this.bucket = bucket;
        this.partSize = partSize;
    }

    UnfinishedPut begin(BlobKey key) {
        String uploadId = client.createMultipartUpload(r -> r.bucket(bucket).key(key.value())).uploadId();
        return new UnfinishedPut(key, partSize + ":" + uploadId, 0);
    }

    /**
     * Sends parts until the time is over, and at least one; how far it came.
     *
     * @throws NoSuchUploadException when it was completed or aborted
     */
    UnfinishedPut send(UnfinishedPut put, Path source, long size, Duration limit) throws IOException {
        long length = partSizeOf(put);
        if (size > length * MOST_PARTS) {
            throw new IOException(size + " bytes are more than " + MOST_PARTS + " parts of " + length);
        }
        long start = System.nanoTime();
        long position = put.position() - put.position() % length;
        do {
            long offset = position;
            client.uploadPart(r -> r.bucket(bucket).key(put.key().value()).uploadId(uploadIdOf(put))
                    .partNumber((int) (offset / length) + 1), part(source, offset, Math.min(length, size - offset)));
            position = Math.min(size, offset + length);
        } while (position < size && System.nanoTime() - start < limit.toNanos());
        return put.at(position);
    }

    /**
     * Makes the object of its parts.
     *
     * @throws NoSuchUploadException when it was completed or aborted
     * @throws UnknownPutException when the parts that are there are not the content; then it is aborted
     */
    void complete(UnfinishedPut put, long size) throws IOException {
        List<CompletedPart> parts = new ArrayList<>();
        long length = partSizeOf(put);
        long position = 0;
        boolean whole = true;
        for (Part part : client.listPartsPaginator(r -> r.bucket(bucket).key(put.key().value())
                .uploadId(uploadIdOf(put))).parts()) {
            whole &= part.partNumber() == parts.size() + 1 && part.size() == Math.min(length, size - position);
            position += part.size();
            parts.add(CompletedPart.builder().partNumber(part.partNumber()).eTag(part.eTag()).build());
        }
        if (!whole || position != size) {
            abort(put);
            throw new UnknownPutException(put);
        }
        client.completeMultipartUpload(r -> r.bucket(bucket).key(put.key().value()).uploadId(uploadIdOf(put))
                .multipartUpload(m -> m.parts(parts)));
    }

    void abort(UnfinishedPut put) {
        try {
            client.abortMultipartUpload(r -> r.bucket(bucket).key(put.key().value()).uploadId(uploadIdOf(put)));
        } catch (NoSuchUploadException gone) {
            return; // as is wanted
        }
    }

    List<UnfinishedPut> unfinished(Instant before, int limit) {
        List<UnfinishedPut> found = new ArrayList<>();
        for (MultipartUpload upload : client.listMultipartUploadsPaginator(r -> r.bucket(bucket)).uploads()) {
            if (found.size() < limit && upload.initiated().isBefore(before)) {
                BlobKey.parse(upload.key())
                        .ifPresent(key -> found.add(new UnfinishedPut(key, partSize + ":" + upload.uploadId(), 0)));
            }
        }
        return found;
    }

    /** A part of a file that can be opened again, as a retry needs it. */
    static RequestBody part(Path source, long offset, long length) {
        ContentStreamProvider provider = () -> {
            try {
                FileChannel channel = FileChannel.open(source, StandardOpenOption.READ);
                channel.position(offset);
                return new BoundedStream(Channels.newInputStream(channel), length);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        };
        return RequestBody.fromContentProvider(provider, length, "application/octet-stream");
    }

    private static long partSizeOf(UnfinishedPut put) {
        return Long.parseLong(put.id().substring(0, put.id().indexOf(':')));
    }

    private static String uploadIdOf(UnfinishedPut put) {
        return put.id().substring(put.id().indexOf(':') + 1);
    }
}
