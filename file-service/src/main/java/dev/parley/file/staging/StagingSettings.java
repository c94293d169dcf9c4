package dev.parley.file.staging;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where uploads grow.
 *
 * @param directory a folder that all nodes of file-service share
 */
@ConfigurationProperties(prefix = "parley.staging", ignoreUnknownFields = false)
record StagingSettings(Path directory) {}
