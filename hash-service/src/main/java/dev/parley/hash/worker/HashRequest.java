package dev.parley.hash.worker;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message on {@code hash.requests}.
 *
 * @param contentUrl where the content can be read, with a service name as host
 * @param algorithms wire names
 * @param size how many bytes the requester knows the content to have
 */
record HashRequest(URI contentUrl, List<String> algorithms, long size) {

    HashRequest {
        Objects.requireNonNull(contentUrl, "contentUrl is missing");
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("algorithms are missing");
        }
        if (size < 0) {
            throw new IllegalArgumentException("size is negative");
        }
        algorithms = List.copyOf(algorithms);
    }

    /** @throws MalformedRequest when these bytes are not such a message */
    static HashRequest parse(JsonMapper json, byte[] body) throws MalformedRequest {
        try {
            Unchecked read = json.readValue(body, Unchecked.class);
            if (read == null || read.contentUrl == null || read.algorithms == null || read.size == null) {
                throw new MalformedRequest("contentUrl, algorithms and size are required");
            }
            return new HashRequest(URI.create(read.contentUrl), read.algorithms, read.size);
        } catch (JacksonException | IllegalArgumentException | NullPointerException malformed) {
            throw new MalformedRequest("not a request: " + malformed.getClass().getSimpleName());
        }
    }

    private record Unchecked(
            @Nullable String contentUrl,
            @Nullable List<String> algorithms,
            @Nullable Long size) {}

    /** Nobody can answer this message; a person must look at it. */
    static final class MalformedRequest extends Exception {

        private static final long serialVersionUID = 1;

        MalformedRequest(String reason) {
            super(reason);
        }
    }
}
