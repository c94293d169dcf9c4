package dev.parley.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.networknt.schema.Schema;
import tools.jackson.databind.JsonNode;

/**
 * A service's OpenAPI 3.1 document, held against what the service does. Used by the test client of a service, it makes every
 * answer that any test sees a test of the document.
 *
 * <p>Stricter than OpenAPI itself: an object in an answer has only the members that the document names, unless it says
 * {@code additionalProperties} otherwise.
 */
public final class OpenApi {

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "options", "head", "patch");

    /** A response with this media type may be of any, such as the content of a file. */
    private static final String ANY_TYPE = "*/*";
    private static final String PROBLEM = "application/problem+json";

    /**
     * An operation of the document.
     *
     * @param path with its templates, such as {@code /api/auth/users/{id}}
     * @param open it needs no access token ({@code security: []}, or a scheme of its own)
     */
    public record Operation(String method, String path, boolean open) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /**
     * An answer of the running service.
     *
     * @param path without the query
     * @param contentType without parameters; empty when there is no body
     * @param body a missing node when there is none
     */
    public record Answer(String method, String path, int status, String contentType, JsonNode body) {}

    private final JsonNode document;
    private final List<Operation> operations;
    private final ClosedSchemas closedSchemas;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private OpenApi(JsonNode document) {
        this.document = document;
        this.closedSchemas = new ClosedSchemas(document);
        this.operations = readOperations();
    }

    /** The YAML document at this place of the class path. */
    public static OpenApi onClassPath(String location) {
        return new OpenApi(ClosedSchemas.read(location));
    }

    /** What the document describes. */
    public List<Operation> operations() {
        return operations;
    }

    /** Whether the document describes this operation; {@code path} is without templates. */
    public boolean describes(String method, String path) {
        return operationOf(method, path).isPresent();
    }

    /** What about an answer does not stand in the document; empty when all does. */
    public List<String> violations(Answer answer) {
        Optional<Operation> operation = operationOf(answer.method(), answer.path());
        if (operation.isEmpty()) {
            return List.of("the document has no " + answer.method() + " " + answer.path());
        }
        String name = operation.get() + " " + answer.status();
        JsonNode response = deref(node(operation.get()).path("responses").path(String.valueOf(answer.status())));
        if (response.isMissingNode()) {
            return List.of("the document has no " + name);
        }
        JsonNode content = response.path("content");
        if (answer.method().equals("HEAD")) {
            return List.of(); // an answer to HEAD has the headers of a body, and none
        }
        if (answer.contentType().isEmpty()) {
            return content.isMissingNode() ? List.of() : List.of(name + " has no body");
        }
        JsonNode media = content.path(answer.contentType());
        if (media.isMissingNode()) {
            return content.has(ANY_TYPE) && !answer.contentType().equals(PROBLEM)
                    ? List.of()
                    : List.of("the document has no " + answer.contentType() + " for " + name);
        }
        return schemas.computeIfAbsent(name + answer.contentType(), key -> closedSchemas.schema(media.path("schema")))
                .validate(answer.body()).stream().map(error -> name + ": " + error).toList();
    }

    /** GET answers HEAD too, unless HEAD is an operation of its own. */
    private Optional<Operation> operationOf(String method, String path) {
        Optional<Operation> own = bestMatch(method, path);
        return own.isEmpty() && method.equals("HEAD") ? bestMatch("GET", path) : own;
    }

    private Optional<Operation> bestMatch(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && matches(operation.path(), path))
                .min(Comparator.comparingLong(operation -> operation.path().chars().filter(c -> c == '{').count()));
    }

    private static boolean matches(String template, String path) {
        String[] expected = template.split("/", -1);
        String[] actual = path.split("/", -1);
        if (expected.length != actual.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (!expected[i].startsWith("{") && !expected[i].equals(actual[i])) {
                return false;
            }
        }
        return true;
    }

    private JsonNode node(Operation operation) {
        return document.path("paths").path(operation.path()).path(operation.method().toLowerCase(Locale.ROOT));
    }

    private JsonNode deref(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private List<Operation> readOperations() {
        List<Operation> found = new ArrayList<>();
        document.path("paths").propertyStream().forEach(path -> METHODS.forEach(method -> {
            JsonNode operation = path.getValue().path(method);
            if (operation.isObject()) {
                JsonNode security = operation.has("security") ? operation.path("security") : document.path("security");
                boolean open = security.valueStream().noneMatch(scheme -> scheme.has("accessToken"));
                found.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey(), open));
            }
        }));
        return List.copyOf(found);
    }
}
