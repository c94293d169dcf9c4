package dev.parley.hash.worker;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.parley.hash.digest.Digests;

/**
 * A message to the reply queue: either {@code size} and {@code digests} (wire name to lower-case hex), or {@code error}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HashAnswer(
        @Nullable Long size,
        @Nullable Map<String, String> digests,
        @Nullable Error error) {

    record Error(String code, String detail) {}

    static HashAnswer of(HashOutcome.Computed computed) {
        Digests digests = computed.digests();
        Map<String, String> hex = new TreeMap<>(Comparator.naturalOrder());
        digests.values().forEach((algorithm, value) -> hex.put(algorithm.wireName(), HexFormat.of().formatHex(value)));
        return new HashAnswer(digests.size(), hex, null);
    }

    static HashAnswer of(HashOutcome.Refused refused) {
        return new HashAnswer(null, null, new Error(refused.reason().code(), refused.detail()));
    }
}
