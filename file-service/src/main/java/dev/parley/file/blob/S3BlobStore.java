package dev.parley.file.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Contents as objects of one bucket; large ones are sent in parts, read from the file as they are sent. */
final class S3BlobStore implements BlobStore, AutoCloseable {

    private static final int LARGEST_PAGE = 1_000;

    private final S3Client client;
    private final String bucket;
    private final long multipartFrom;
    private final long partSize;

    /** Prepares a client; nothing is sent yet. */
    S3BlobStore(BlobSettings.S3 settings) {
        URI endpoint = URI.create(settings.endpoint());
        this.bucket = settings.bucket();
        this.multipartFrom = settings.multipartFrom().toBytes();
        this.partSize = settings.partSize().toBytes();
        this.client = S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(settings.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
                .forcePathStyle(true)
                // Ceph 16 answers 400 to an empty content that is sent in signed chunks.
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                // Ceph up to 17 answers 400 to the checksum trailers that the SDK sends by default.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(settings.timeout()))
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(settings.timeout()))
                .build();
    }

    @Override
    public void put(BlobKey key, Path source) throws IOException {
        long size = Files.size(source);
        try {
            if (head(key).map(HeadObjectResponse::contentLength).filter(stored -> stored == size).isPresent()) {
                return;
            }
            if (size < multipartFrom) {
                client.putObject(r -> r.bucket(bucket).key(key.value()), part(source, 0, size));
            } else {
                putInParts(key, source, size);
            }
            // Asked for rather than read from the answer: Ceph's answer to a completed multipart upload is empty.
            long stored = head(key).map(HeadObjectResponse::contentLength).orElse(-1L);
            if (stored != size) {
                throw new IOException("S3 has " + stored + " of " + size + " bytes of " + key);
            }
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not store " + key + " in S3", refused);
        }
    }

    @Override
    public Optional<StoredBytes> open(BlobKey key) throws IOException {
        try {
            return head(key).map(head -> new ObjectBytes(key, head.contentLength()));
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not open " + key + " in S3", refused);
        }
    }

    @Override
    public void delete(BlobKey key) throws IOException {
        try {
            client.deleteObject(r -> r.bucket(bucket).key(key.value()));
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not delete " + key + " in S3", refused);
        }
    }

    @Override
    public List<BlobKey> list(@Nullable BlobKey after, int limit) throws IOException {
        try {
            return client.listObjectsV2Paginator(r -> r.bucket(bucket).maxKeys(Math.min(limit, LARGEST_PAGE))
                    .startAfter(after == null ? null : after.value()))
                    .contents().stream().flatMap(object -> BlobKey.parse(object.key()).stream()).limit(limit).toList();
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not list what is in S3", refused);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private Optional<HeadObjectResponse> head(BlobKey key) {
        try {
            return Optional.of(client.headObject(r -> r.bucket(bucket).key(key.value())));
        } catch (NoSuchKeyException absent) {
            return Optional.empty();
        }
    }

    private void putInParts(BlobKey key, Path source, long size) {
        String uploadId = client.createMultipartUpload(r -> r.bucket(bucket).key(key.value())).uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long offset = 0; offset < size; offset += partSize) {
                int number = parts.size() + 1;
                RequestBody body = part(source, offset, Math.min(partSize, size - offset));
                String etag = client.uploadPart(
                        r -> r.bucket(bucket).key(key.value()).uploadId(uploadId).partNumber(number), body).eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
            client.completeMultipartUpload(r -> r.bucket(bucket).key(key.value()).uploadId(uploadId)
                    .multipartUpload(m -> m.parts(parts)));
        } catch (SdkException failed) {
            abandon(key, uploadId, failed);
            throw failed;
        }
    }

    private void abandon(BlobKey key, String uploadId, SdkException reason) {
        try {
            client.abortMultipartUpload(r -> r.bucket(bucket).key(key.value()).uploadId(uploadId));
        } catch (SdkException alsoFailed) {
            reason.addSuppressed(alsoFailed);
        }
    }

    /** A part of a file that can be opened again, as a retry needs it. */
    private static RequestBody part(Path source, long offset, long length) {
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

    /** An object; each part that is read is a request of its own. */
    private final class ObjectBytes implements StoredBytes {

        private static final int BUFFER_SIZE = 128 * 1024;

        private final BlobKey key;
        private final long size;

        ObjectBytes(BlobKey key, long size) {
            this.key = key;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void copyTo(long offset, long length, OutputStream out) throws IOException {
            if (length == 0) {
                return;
            }
            String range = "bytes=" + offset + "-" + (offset + length - 1);
            try (ResponseInputStream<GetObjectResponse> in = client
                    .getObject(r -> r.bucket(bucket).key(key.value()).range(range))) {
                try {
                    copy(in, length, out);
                } catch (IOException broken) {
                    in.abort(); // closing would read the rest of the object
                    throw broken;
                }
            } catch (SdkException refused) {
                throw new BlobStoreUnavailableException("could not read " + key + " in S3", refused);
            }
        }

        private static void copy(InputStream in, long length, OutputStream out) throws IOException {
            byte[] buffer = new byte[(int) Math.min(length, BUFFER_SIZE)];
            long left = length;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new IOException("S3 ended " + left + " bytes early");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }

        @Override
        public void close() {}
    }
}
