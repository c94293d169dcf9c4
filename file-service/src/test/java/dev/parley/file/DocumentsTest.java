package dev.parley.file;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Queue;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.identity.PublicEndpoints;
import dev.parley.testkit.OpenApi;

import static org.assertj.core.api.Assertions.assertThat;

/** The published documents and the service have the same operations and queues. {@link FileClient} compares the answers that tests get. */
class DocumentsTest extends FileServiceTest {

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;
    @Autowired
    private PublicEndpoints open;
    @Autowired
    private List<Queue> queues;

    @Test
    void theOpenApiDocumentHasTheOperationsOfTheService() {
        List<OpenApi.Operation> served = requestMappingHandlerMapping.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream().filter(path -> path.startsWith("/api/"))
                        .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> new OpenApi.Operation(method.name(), path,
                                        open.includes(HttpMethod.valueOf(method.name()), path)))))
                .toList();

        assertThat(FileClient.DOCUMENT.operations()).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void theAsyncApiDocumentHasTheQueuesAndTheEvents() {
        Set<String> addresses = queues.stream().map(Queue::getName).collect(Collectors.toCollection(TreeSet::new));
        addresses.add("/api/files/events");

        assertThat(MESSAGES.addresses()).isEqualTo(addresses);
    }

    @Test
    void everybodyCanReadTheDocuments() {
        for (String name : List.of("openapi", "asyncapi")) {
            var answer = stranger().get("/api/files/" + name + ".yaml");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("yaml");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith(name + ": 3.");
        }
    }
}
