package dev.parley.chat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import dev.parley.chat.operation.OperationHandler;
import dev.parley.platform.identity.PublicEndpoints;
import dev.parley.testkit.AsyncApi;
import dev.parley.testkit.OpenApi;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The published documents and the service describe the same calls and frames. {@link ChatWorld} compares the answers that tests get, and
 * {@link TestClient} the frames.
 */
class DocumentsTest extends TwoNodes {

    @Test
    void theOpenApiDocumentHasTheOperationsOfTheService() {
        PublicEndpoints open = first.bean(PublicEndpoints.class);
        List<OpenApi.Operation> served = first.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods().keySet()
                .stream()
                .flatMap(mapping -> mapping.getPatternsCondition().getPatterns().stream()
                        .map(pattern -> pattern.getPatternString())
                        .filter(path -> path.startsWith("/api/") && !path.equals("/api/chat/ws"))
                        .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> new OpenApi.Operation(method.name(), path,
                                        open.includes(HttpMethod.valueOf(method.name()), path)))))
                .toList();

        assertThat(ChatWorld.DOCUMENT.operations()).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void theAsyncApiDocumentHasTheFramesThatTheServiceUnderstands() {
        var understood = first.beans(OperationHandler.class).stream().map(OperationHandler::type)
                .collect(Collectors.toSet());

        assertThat(TestClient.DOCUMENT.types(AsyncApi.Direction.RECEIVE)).isEqualTo(understood);
    }

    @Test
    void everybodyCanReadTheDocuments() throws Exception {
        for (String name : List.of("openapi", "asyncapi")) {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(first.uri("/api/chat/" + name + ".yaml")).build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("yaml");
            assertThat(answer.body()).startsWith(name + ": 3.");
        }
    }
}
