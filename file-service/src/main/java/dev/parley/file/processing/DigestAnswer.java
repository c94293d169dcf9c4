package dev.parley.file.processing;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What hash-service answers: the digests, or why there are none.
 *
 * @param size how many bytes it read
 * @param digests in hex, by algorithm
 * @param error why there are no digests
 */
record DigestAnswer(@Nullable Long size, @Nullable Map<String, String> digests, @Nullable Error error) {

    /** A failed computation. */
    record Error(@Nullable String code, @Nullable String detail) {}
}
