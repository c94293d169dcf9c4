package dev.parley.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The JSON schemas of a document, made stricter: an object has only the members that its schema names, unless that says otherwise. */
final class ClosedSchemas {

    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** Closes what stands under {@code components/schemas}, in place. */
    ClosedSchemas(JsonNode document) {
        this.document = document;
        close(document.path("components").path("schemas"));
    }

    /** The YAML document at this place of the class path. */
    static JsonNode read(String location) {
        try (InputStream yaml = new ClassPathResource(location).getInputStream()) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A schema that stands somewhere in the document; its references lead into the document's components. */
    Schema schema(JsonNode schema) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        close(whole);
        whole.set("components", document.path("components"));
        return registry.getSchema(whole);
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.values().forEach(ClosedSchemas::close);
    }
}
