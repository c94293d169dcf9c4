package dev.parley.testkit;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.testkit.AsyncApi.Direction;

import static org.assertj.core.api.Assertions.assertThat;

class AsyncApiTest {

    private final AsyncApi document = AsyncApi.onClassPath("sample-asyncapi.yaml", "socket");

    private List<String> violations(Direction direction, String frame) {
        return document.violations(direction, JsonMapper.shared().readTree(frame));
    }

    @Test
    void theDocumentTellsTheFramesOfItsChannelInEachDirection() {
        assertThat(document.types(Direction.RECEIVE)).containsExactly("ask");
        assertThat(document.types(Direction.SEND)).containsExactly("answer");
    }

    @Test
    void aFrameAsDescribedIsFine() {
        assertThat(violations(Direction.RECEIVE, "{\"type\":\"ask\",\"ref\":\"1\"}")).isEmpty();
        assertThat(violations(Direction.SEND, "{\"type\":\"answer\",\"thing\":{\"size\":1}}")).isEmpty();
    }

    @Test
    void whatIsNotDescribedIsNamed() {
        assertThat(violations(Direction.SEND, "{\"type\":\"ask\",\"ref\":\"1\"}")).singleElement().asString()
                .contains("ask");
        assertThat(violations(Direction.RECEIVE, "{}")).hasSize(1);
        assertThat(violations(Direction.RECEIVE, "{\"type\":\"ask\"}")).singleElement().asString().contains("ref");
        assertThat(violations(Direction.RECEIVE, "{\"type\":\"ask\",\"ref\":\"1234\"}")).hasSize(1);
        assertThat(violations(Direction.RECEIVE, "{\"type\":\"ask\",\"ref\":\"1\",\"more\":1}")).hasSize(1);
        assertThat(violations(Direction.SEND, "{\"type\":\"answer\",\"thing\":{\"size\":1,\"more\":2}}")).hasSize(1);
    }
}
