package dev.parley.file.upload;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of uploads.
 *
 * @param maxSize the largest file, told to clients as Tus-Max-Size
 * @param expiresAfter how long an upload may stay unfinished
 * @param bufferSize how much of a body is read and written at once: the memory that an upload takes
 */
@ConfigurationProperties(prefix = "parley.uploads", ignoreUnknownFields = false)
record UploadSettings(@DefaultValue("50GB") DataSize maxSize, @DefaultValue("24h") Duration expiresAfter,
        @DefaultValue("256KB") DataSize bufferSize) {

    private static final DataSize SMALLEST_BUFFER = DataSize.ofKilobytes(8);
    private static final DataSize LARGEST_BUFFER = DataSize.ofMegabytes(8);

    UploadSettings {
        if (maxSize.toBytes() < 1) {
            throw new IllegalArgumentException("parley.uploads.max-size must be positive");
        }
        if (!expiresAfter.isPositive()) {
            throw new IllegalArgumentException("parley.uploads.expires-after must be positive");
        }
        if (bufferSize.compareTo(SMALLEST_BUFFER) < 0 || bufferSize.compareTo(LARGEST_BUFFER) > 0) {
            throw new IllegalArgumentException("parley.uploads.buffer-size must be between 8KB and 8MB");
        }
    }
}
