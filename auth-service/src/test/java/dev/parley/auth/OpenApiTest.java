package dev.parley.auth;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import dev.parley.platform.identity.PublicEndpoints;
import dev.parley.testkit.OpenApi;

import static org.assertj.core.api.Assertions.assertThat;

/** The published document and the service describe the same operations; {@link AuthClient} compares the answers. */
class OpenApiTest extends AuthServiceTest {

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;
    @Autowired
    private PublicEndpoints publicEndpoints;

    @Test
    void theDocumentHasTheOperationsOfTheServiceAndSaysWhichAreOpen() {
        List<OpenApi.Operation> served = requestMappingHandlerMapping.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> new OpenApi.Operation(method.name(), path,
                                        publicEndpoints.includes(method.asHttpMethod(), path)))))
                .toList();

        assertThat(AuthClient.DOCUMENT.operations()).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void everybodyCanReadTheDocument() {
        var answer = client().getText("/api/auth/openapi.yaml");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("yaml");
        assertThat(answer.body()).startsWith("openapi: 3.1");
    }
}
