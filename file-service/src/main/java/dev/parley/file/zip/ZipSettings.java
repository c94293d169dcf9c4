package dev.parley.file.zip;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of zips.
 *
 * @param mostEntries how many files and folders one may have
 * @param perMinute how many a person may begin in a minute
 */
@ConfigurationProperties(prefix = "parley.zip", ignoreUnknownFields = false)
record ZipSettings(@DefaultValue("200000") int mostEntries, @DefaultValue("30") int perMinute) {

    ZipSettings {
        if (mostEntries < 1 || perMinute < 1) {
            throw new IllegalArgumentException("parley.zip.most-entries and per-minute must be positive");
        }
    }
}
