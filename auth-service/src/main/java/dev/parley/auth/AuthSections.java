package dev.parley.auth;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sections that exist under {@code parley.auth}. Each is read and validated by its own feature; this record only makes
 * a misspelt section stop the start.
 */
@ConfigurationProperties(prefix = "parley.auth", ignoreUnknownFields = false)
record AuthSections(
        @DefaultValue Map<String, String> secret,
        @DefaultValue Map<String, String> password,
        @DefaultValue Map<String, String> attempt,
        @DefaultValue Map<String, String> token,
        @DefaultValue Map<String, String> introspection,
        @DefaultValue Map<String, String> session,
        @DefaultValue Map<String, String> purge) {}
