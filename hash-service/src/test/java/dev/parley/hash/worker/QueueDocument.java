package dev.parley.hash.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The AsyncAPI document, held against messages. */
final class QueueDocument {

    private final JsonNode document;

    QueueDocument(String location) {
        try (InputStream yaml = QueueDocument.class.getResourceAsStream(location)) {
            document = new YAMLMapper().readTree(yaml);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The names of the queues. */
    Set<String> addresses() {
        Set<String> addresses = new TreeSet<>();
        document.path("channels").values().forEach(channel -> addresses.add(channel.path("address").asString()));
        return addresses;
    }

    /** What about a message is not as this message of the document. */
    List<String> violations(String message, JsonNode body) {
        ObjectNode schema = ((ObjectNode) document.at("/components/messages/" + message + "/payload")).deepCopy();
        schema.set("components", document.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema).validate(body)
                .stream().map(Object::toString).toList();
    }
}
