package dev.parley.hash.digest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.testkit.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** The HTTP operation, as a caller sees it. No broker is there: the operation needs none. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.rabbitmq.addresses=amqp://127.0.0.1:1")
class DigestHttpTest {

    private static final TestIssuer issuer = new TestIssuer();
    private static final HttpClient http = HttpClient.newHttpClient();
    private static final JsonMapper json = new JsonMapper();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry registry) {
        issuer.register(registry);
    }

    @Test
    void theAnswerHoldsSizeAndEachDigestInHexAndBase64() throws Exception {
        JsonNode answer = json.readTree(post("?algorithms=sha-256,crc32c", "123456789").body());
        assertThat(answer.at("/size").asLong()).isEqualTo(9);
        assertThat(answer.at("/digests/0/algorithm").asString()).isEqualTo("crc32c");
        assertThat(answer.at("/digests/0/hex").asString()).isEqualTo("e3069283");
        assertThat(answer.at("/digests/0/base64").asString()).isEqualTo("4waSgw==");
        assertThat(answer.at("/digests/1/algorithm").asString()).isEqualTo("sha-256");
        assertThat(answer.at("/digests").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain",
        "application/json", "image/png"})
    void theBodyIsContentWhateverItsMediaTypeSays(String mediaType) throws Exception {
        HttpRequest request = request("?algorithms=crc32").header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString("123456789")).build();
        assertThat(http.send(request, BodyHandlers.ofString()).body()).contains("cbf43926");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?algorithms=crc32%2Cmd5", "?algorithms=crc32&algorithms=md5", "?algorithms=md5,crc32,md5"})
    void algorithmsCanBeListedInAnyUsualWay(String query) throws Exception {
        assertThat(json.readTree(post(query, "x").body()).at("/digests").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?algorithms=", "?algorithms=sha-3", "?algorithms=SHA-256", "?algorithms=md5,,crc32",
        "?algorithms"})
    void anUnknownAlgorithmIsAProblemThatNamesTheKnownOnes(String query) throws Exception {
        HttpResponse<String> response = post(query, "x");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = json.readTree(response.body());
        assertThat(problem.at("/code").asString()).isEqualTo("unknown-algorithm");
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo("algorithms");
        assertThat(problem.at("/known").size()).isEqualTo(DigestAlgorithm.values().length);
    }

    @Test
    void aTokenIsNeeded() throws Exception {
        HttpRequest request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + port + "/api/hash?algorithms=md5"))
                .POST(BodyPublishers.ofString("x")).build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void anUnknownLengthIsFine() throws Exception {
        HttpRequest request = request("?algorithms=crc32")
                .POST(BodyPublishers.ofInputStream(() -> new Zeros(5_000_000))).build();
        assertThat(json.readTree(http.send(request, BodyHandlers.ofString()).body()).at("/size").asLong())
                .isEqualTo(5_000_000);
    }

    private HttpResponse<String> post(String query, String body) throws IOException, InterruptedException {
        return http.send(request(query).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/hash" + query))
                .header("Authorization", "Bearer " + issuer.token(1L));
    }

    /** So many zero bytes, made on the way. */
    private static final class Zeros extends InputStream {

        private long left;

        Zeros(long count) {
            this.left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            left -= count;
            return count;
        }
    }
}
