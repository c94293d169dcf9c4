package dev.parley.testkit;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class OpenApiTest {

    private final OpenApi document = OpenApi.onClassPath("sample-openapi.yaml");

    private List<String> violations(String method, String path, int status, String contentType, String body) {
        return document.violations(
                new OpenApi.Answer(method, path, status, contentType, JsonMapper.shared().readTree(body)));
    }

    @Test
    void theDocumentTellsItsOperationsAndWhichAreOpen() {
        assertThat(document.operations()).containsExactlyInAnyOrder(new OpenApi.Operation("GET", "/things/{id}", false),
                new OpenApi.Operation("GET", "/things/best", true), new OpenApi.Operation("POST", "/things", true));
    }

    @Test
    void itKnowsWhatItDescribes() {
        assertThat(document.describes("GET", "/things/7")).isTrue();
        assertThat(document.describes("HEAD", "/things/best")).isTrue();
        assertThat(document.describes("PUT", "/things/7")).isFalse();
        assertThat(document.describes("GET", "/things")).isFalse();
    }

    @Test
    void anAnswerAsDescribedIsFine() {
        assertThat(violations("GET", "/things/7", 200, "application/json", "{\"id\":\"7\"}")).isEmpty();
        assertThat(violations("GET", "/things/7", 404, "application/problem+json", "{\"status\":404,\"more\":1}"))
                .isEmpty();
        assertThat(violations("POST", "/things", 204, "", "null")).isEmpty();
    }

    @Test
    void aPathWithoutTemplateGoesFirst() {
        assertThat(violations("GET", "/things/best", 200, "application/json", "{\"best\":true}")).isEmpty();
        assertThat(violations("GET", "/things/best", 200, "application/json", "{\"id\":\"7\"}")).isNotEmpty();
    }

    @Test
    void whatIsNotDescribedIsNamed() {
        assertThat(violations("GET", "/nothing", 200, "", "null")).singleElement().asString()
                .contains("GET /nothing");
        assertThat(violations("GET", "/things/7/parts", 200, "", "null")).hasSize(1);
        assertThat(violations("DELETE", "/things/7", 204, "", "null")).hasSize(1);
        assertThat(violations("GET", "/things/7", 500, "", "null")).singleElement().asString().contains("500");
        assertThat(violations("GET", "/things/7", 200, "text/plain", "null")).singleElement().asString()
                .contains("text/plain");
        assertThat(violations("GET", "/things/7", 200, "", "null")).singleElement().asString().contains("no body");
    }

    @Test
    void aBodyOfAnotherShapeIsNamed() {
        assertThat(violations("GET", "/things/7", 200, "application/json", "{}")).singleElement().asString()
                .contains("id");
        assertThat(violations("GET", "/things/7", 200, "application/json", "{\"id\":7}")).hasSize(1);
        assertThat(violations("GET", "/things/7", 200, "application/json", "{\"id\":\"7\",\"secret\":1}"))
                .singleElement().asString().contains("secret");
    }
}
