package dev.parley.file.drive;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a drive may have.
 *
 * @param quota how many bytes one person's contents may have, each counted once; 0: as many as there is room for
 * @param trashExpiresAfter what lies in the trash so long is removed for good
 * @param largestCopy how many files and folders one copy may have
 */
@ConfigurationProperties(prefix = "parley.drive", ignoreUnknownFields = false)
record DriveSettings(@DefaultValue("100GB") DataSize quota, @DefaultValue("30d") Duration trashExpiresAfter,
        @DefaultValue("10000") int largestCopy) {

    public DriveSettings {
        if (quota.isNegative()) {
            throw new IllegalArgumentException("parley.drive.quota must not be negative");
        }
        if (!trashExpiresAfter.isPositive()) {
            throw new IllegalArgumentException("parley.drive.trash-expires-after must be positive");
        }
        if (largestCopy < 1) {
            throw new IllegalArgumentException("parley.drive.largest-copy must be positive");
        }
    }
}
