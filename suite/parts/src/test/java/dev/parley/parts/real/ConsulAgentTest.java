package dev.parley.parts.real;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@NeedsReal(RealComponent.CONSUL)
class ConsulAgentTest {

    private final ConsulAgent consul = RealPartsSet.shared().consul();

    @Test
    void aRegisteredServiceIsListedAndPassing() throws Exception {
        register("registered", "passing");

        assertThat(consul.services()).contains("registered").doesNotContain("consul");
        assertThat(consul.isPassing("registered")).isTrue();
    }

    @Test
    void aServiceWhoseCheckFailsIsListedButNotPassing() throws Exception {
        register("failing", "critical");

        assertThat(consul.services()).contains("failing");
        assertThat(consul.isPassing("failing")).isFalse();
    }

    @Test
    void theCatalogueSurvivesAKill() throws Exception {
        Needs.ours(consul);
        register("kept", "passing");

        consul.kill();
        consul.start();

        assertThat(consul.services()).contains("kept");
    }

    private void register(String name, String status) throws IOException, InterruptedException {
        String body = """
            {"Name": "%s", "ID": "%s-1", "Port": 1, "Tags": ["a", "b"], "Check": {"TTL": "1h", "Status": "%s"}}
            """
                .formatted(name, name, status);
        HttpRequest request = HttpRequest.newBuilder(consul.url().resolve("/v1/agent/service/register"))
                .PUT(HttpRequest.BodyPublishers.ofString(body)).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }
}
