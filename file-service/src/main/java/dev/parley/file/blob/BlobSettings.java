package dev.parley.file.blob;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where contents are kept: in S3 when {@code s3.endpoint} is given, else in {@code directory}.
 *
 * @param directory the folder of the directory store
 * @param s3 the bucket, if contents go to S3
 */
@ConfigurationProperties(prefix = "parley.blobs", ignoreUnknownFields = false)
record BlobSettings(@Nullable Path directory, @Nullable S3 s3) {

    BlobSettings {
        if (directory == null && (s3 == null || s3.endpoint().isEmpty())) {
            throw new IllegalArgumentException("parley.blobs needs a directory or an s3.endpoint");
        }
    }

    /** The bucket to use, or null for the directory. */
    @Nullable
    S3 bucketOrNull() {
        return s3 != null && !s3.endpoint().isEmpty() ? s3 : null;
    }

    /**
     * A bucket, which must exist, in any store that speaks S3.
     *
     * @param endpoint the address of the store; empty: contents go to the directory. Text, because an empty address binds to nothing,
     *     which is an error here
     * @param region what requests are signed for
     * @param bucket where the contents go
     * @param accessKey the account
     * @param secretKey its secret
     * @param multipartFrom larger contents are sent in parts, at least 5 MiB
     * @param partSize the size of a part, 5 MiB to 5 GiB; 10,000 parts are the most that S3 takes
     * @param timeout for one attempt of a request (a part, at most)
     */
    record S3(@DefaultValue("") String endpoint, @DefaultValue("us-east-1") String region,
            @DefaultValue("") String bucket,
            @DefaultValue("") String accessKey, @DefaultValue("") String secretKey,
            @DefaultValue("64MB") DataSize multipartFrom, @DefaultValue("64MB") DataSize partSize,
            @DefaultValue("2m") Duration timeout) {

        /** Three attempts of one part, after a step has worked for as long as it may, stay within what a broker waits. */
        private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(3);
        private static final DataSize SMALLEST_PART = DataSize.ofMegabytes(5);

        S3 {
            endpoint = endpoint.strip();
            if (!endpoint.isEmpty() && !endpoint.matches("https?://.+")) {
                throw new IllegalArgumentException("parley.blobs.s3.endpoint must start with http:// or https://");
            }
            if (!endpoint.isEmpty() && (bucket.isBlank() || accessKey.isBlank() || secretKey.isBlank())) {
                throw new IllegalArgumentException("parley.blobs.s3 needs bucket, access-key and secret-key");
            }
            if (!timeout.isPositive() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new IllegalArgumentException("parley.blobs.s3.timeout must be positive and at most 3m");
            }
            if (partSize.compareTo(SMALLEST_PART) < 0 || multipartFrom.compareTo(SMALLEST_PART) < 0) {
                throw new IllegalArgumentException(
                        "parley.blobs.s3.part-size and multipart-from must be 5MB or more");
            }
        }

        @Override
        public String toString() {
            return "S3[endpoint=" + endpoint + ", bucket=" + bucket + "]";
        }
    }
}
