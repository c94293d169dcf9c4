package dev.parley.file.blob;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** Contents as objects of one bucket; large ones are sent in parts, read from the file as they are sent. */
final class S3BlobStore implements BlobStore, AutoCloseable {

    private static final int LARGEST_PAGE = 1_000;
    private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);
    /** As often as the SDK tries by itself. */
    private static final int ATTEMPTS = 3;

    private final S3Client client;
    private final String bucket;
    private final long multipartFrom;
    private final S3Parts parts;

    /** Prepares a client; nothing is sent yet. */
    S3BlobStore(BlobSettings.S3 settings) {
        URI endpoint = URI.create(settings.endpoint());
        this.bucket = settings.bucket();
        this.multipartFrom = settings.multipartFrom().toBytes();
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
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(settings.timeout())
                        .apiCallTimeout(settings.timeout().multipliedBy(ATTEMPTS)))
                .build();
        this.parts = new S3Parts(client, bucket, settings.partSize().toBytes());
    }

    @Override
    public void put(BlobKey key, Path source) throws IOException {
        long size = Files.size(source);
        try {
            if (hasWhole(key, size)) {
                return;
            }
            if (size < multipartFrom) {
                client.putObject(r -> r.bucket(bucket).key(key.value()), S3Parts.part(source, 0, size));
                checkWhole(key, size);
                return;
            }
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not store " + key + " in S3", refused);
        }
        UnfinishedPut put = begin(key);
        try {
            advance(put, source, NO_LIMIT);
        } catch (IOException failed) {
            abandon(put, failed);
            throw failed;
        }
    }

    @Override
    public UnfinishedPut begin(BlobKey key) throws IOException {
        try {
            return parts.begin(key);
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not begin to store " + key + " in S3", refused);
        }
    }

    @Override
    public Optional<UnfinishedPut> advance(UnfinishedPut put, Path source, Duration limit) throws IOException {
        long size = Files.size(source);
        try {
            if (size == 0) { // has no parts
                put(put.key(), source);
                parts.abort(put);
                return Optional.empty();
            }
            UnfinishedPut sent = put.position() < size ? parts.send(put, source, size, limit) : put;
            if (sent.position() < size) {
                return Optional.of(sent);
            }
            parts.complete(sent, size);
            checkWhole(put.key(), size);
            return Optional.empty();
        } catch (NoSuchUploadException | UnknownPutException ended) {
            return completedByAnother(put, size);
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not store " + put.key() + " in S3", refused);
        }
    }

    @Override
    public void abort(UnfinishedPut put) throws IOException {
        try {
            parts.abort(put);
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not give up " + put.key() + " in S3", refused);
        }
    }

    @Override
    public List<UnfinishedPut> unfinished(Instant before, int limit) throws IOException {
        try {
            return parts.unfinished(before, limit);
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not list what is unfinished in S3", refused);
        }
    }

    @Override
    public Optional<StoredBytes> open(BlobKey key) throws IOException {
        try {
            return head(key).map(head -> new S3Bytes(client, bucket, key, head.contentLength()));
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

    private Optional<UnfinishedPut> completedByAnother(UnfinishedPut put, long size) throws IOException {
        try {
            if (hasWhole(put.key(), size)) {
                return Optional.empty();
            }
        } catch (SdkException refused) {
            throw new BlobStoreUnavailableException("could not look for " + put.key() + " in S3", refused);
        }
        throw new UnknownPutException(put);
    }

    private void abandon(UnfinishedPut put, IOException reason) {
        try {
            parts.abort(put);
        } catch (SdkException alsoFailed) {
            reason.addSuppressed(alsoFailed);
        }
    }

    private boolean hasWhole(BlobKey key, long size) {
        return head(key).map(HeadObjectResponse::contentLength).filter(stored -> stored == size).isPresent();
    }

    /** Asked for rather than read from the answer: Ceph's answer to a completed multipart upload is empty. */
    private void checkWhole(BlobKey key, long size) throws IOException {
        long stored = head(key).map(HeadObjectResponse::contentLength).orElse(-1L);
        if (stored != size) {
            throw new IOException("S3 has " + stored + " of " + size + " bytes of " + key);
        }
    }

    private Optional<HeadObjectResponse> head(BlobKey key) {
        try {
            return Optional.of(client.headObject(r -> r.bucket(bucket).key(key.value())));
        } catch (NoSuchKeyException absent) {
            return Optional.empty();
        }
    }
}
