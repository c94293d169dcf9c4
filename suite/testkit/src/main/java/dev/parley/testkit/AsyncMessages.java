package dev.parley.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import com.networknt.schema.Schema;
import tools.jackson.databind.JsonNode;

/**
 * A service's AsyncAPI 3 document, held against what it sends and gets by queues and event streams, where the message's name is known from
 * its place. As strict as {@link AsyncApi}, which is for frames that say themselves of which type they are.
 */
public final class AsyncMessages {

    private final JsonNode document;
    private final ClosedSchemas closedSchemas;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private AsyncMessages(JsonNode document) {
        this.document = document;
        this.closedSchemas = new ClosedSchemas(document);
    }

    /** The YAML document at this place of the class path. */
    public static AsyncMessages onClassPath(String location) {
        return new AsyncMessages(ClosedSchemas.read(location));
    }

    /** Where messages go: the names of queues, the paths of streams. */
    public Set<String> addresses() {
        Set<String> addresses = new TreeSet<>();
        document.path("channels").values().forEach(channel -> addresses.add(channel.path("address").asString()));
        return addresses;
    }

    /** What about a payload is not as this message of {@code components} has it; empty when all is. */
    public List<String> violations(String message, JsonNode payload) {
        JsonNode described = document.at("/components/messages/" + message + "/payload");
        return described.isMissingNode()
                ? List.of("the document has no message " + message)
                : schemas.computeIfAbsent(message, name -> closedSchemas.schema(described)).validate(payload).stream()
                        .map(error -> message + ": " + error).toList();
    }
}
