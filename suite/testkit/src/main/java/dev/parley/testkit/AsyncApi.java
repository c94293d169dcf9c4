package dev.parley.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.networknt.schema.Schema;
import tools.jackson.databind.JsonNode;

/**
 * A service's AsyncAPI 3 document, held against the frames of its WebSocket: JSON objects that their member {@code type} tells apart. Used by
 * the test client of a service, it makes every frame that any test sends or gets a test of the document.
 *
 * <p>Stricter than AsyncAPI itself: an object has only the members that the document names, unless it says
 * {@code additionalProperties} otherwise.
 */
public final class AsyncApi {

    /** Which way a frame goes, as the service sees it and as AsyncAPI names it. */
    public enum Direction {
        /** From a client to the service. */
        RECEIVE,
        /** From the service to a client. */
        SEND
    }

    private final Map<Direction, Map<String, Schema>> frames = new HashMap<>();

    private AsyncApi(JsonNode document, String channel) {
        ClosedSchemas schemas = new ClosedSchemas(document);
        for (Direction direction : Direction.values()) {
            frames.put(direction, new TreeMap<>());
        }
        document.path("operations").values().forEach(operation -> {
            if (operation.at("/channel/$ref").asString().equals("#/channels/" + channel)) {
                Direction direction = operation.path("action").asString().equals("send")
                        ? Direction.SEND
                        : Direction.RECEIVE;
                operation.path("messages").values()
                        .forEach(message -> add(direction, deref(document, deref(document, message)), schemas));
            }
        });
    }

    /**
     * The YAML document at this place of the class path.
     *
     * @param channel name of the channel whose operations these are
     */
    public static AsyncApi onClassPath(String location, String channel) {
        return new AsyncApi(ClosedSchemas.read(location), channel);
    }

    private void add(Direction direction, JsonNode message, ClosedSchemas schemas) {
        JsonNode payload = message.path("payload");
        String type = payload.at("/properties/type/const").asString("");
        if (type.isEmpty()) {
            throw new IllegalArgumentException("a message has no const for its type: " + message);
        }
        frames.getOrDefault(direction, Map.of()).put(type, schemas.schema(payload));
    }

    private static JsonNode deref(JsonNode document, JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** The types of frame that the document describes. */
    public Set<String> types(Direction direction) {
        return Set.copyOf(frames.getOrDefault(direction, Map.of()).keySet());
    }

    /** What about a frame does not stand in the document; empty when all does. */
    public List<String> violations(Direction direction, JsonNode frame) {
        String type = frame.path("type").asString("");
        Schema schema = frames.getOrDefault(direction, Map.of()).get(type);
        return schema == null
                ? List.of("the document has no frame of type '" + type + "' to " + direction)
                : schema.validate(frame).stream().map(error -> type + ": " + error).toList();
    }
}
