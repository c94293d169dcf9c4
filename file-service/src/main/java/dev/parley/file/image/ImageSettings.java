package dev.parley.file.image;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which pictures get a thumbnail. Others have none and are files like all others.
 *
 * @param maxPixels what the header may declare, width times height
 * @param maxPixelsWhole the same for formats that are decoded as a whole (WebP); 4 bytes of heap for each
 * @param maxBytes how large the file may be
 * @param timeLimit how long decoding may take
 */
@ConfigurationProperties(prefix = "parley.images", ignoreUnknownFields = false)
record ImageSettings(@DefaultValue("50000000") long maxPixels, @DefaultValue("12500000") long maxPixelsWhole,
        @DefaultValue("64MB") DataSize maxBytes, @DefaultValue("30s") Duration timeLimit) {

    ImageSettings {
        if (maxPixels < 1 || maxPixelsWhole < 1 || maxBytes.toBytes() < 1 || !timeLimit.isPositive()) {
            throw new IllegalArgumentException(
                    "parley.images.max-pixels, max-pixels-whole, max-bytes and time-limit must be positive");
        }
    }
}
