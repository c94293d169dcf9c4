package dev.parley.hash.digest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.testkit.OpenApi;
import dev.parley.testkit.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** The HTTP operation, as a caller sees it. No broker is there: the operation needs none. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.rabbitmq.addresses=amqp://127.0.0.1:1")
class DigestHttpTest {

    private static final OpenApi document = OpenApi.onClassPath("static/api/hash/openapi.yaml");
    private static final String RIGHT = "sha-256=:FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=:";
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

    /** The heap is smaller than the body. */
    @Test
    void aBodyOfAnySizeNeedsTheSameMemory() throws Exception {
        long size = Runtime.getRuntime().maxMemory() + (64L << 20);

        HttpRequest request = request("?algorithms=crc32")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Zeros(size)), size)).build();

        assertThat(json.readTree(http.send(request, BodyHandlers.ofString()).body()).at("/size").asLong())
                .isEqualTo(size);
    }

    @Test
    void anUnknownLengthIsFine() throws Exception {
        HttpRequest request = request("?algorithms=crc32")
                .POST(BodyPublishers.ofInputStream(() -> new Zeros(5_000_000))).build();
        assertThat(json.readTree(http.send(request, BodyHandlers.ofString()).body()).at("/size").asLong())
                .isEqualTo(5_000_000);
    }

    @Test
    void theAnswerHasTheFieldOfRfc9530WhereTheAlgorithmIsRegistered() throws Exception {
        JsonNode digests = json.readTree(post("?algorithms=sha-256,sha-1,crc32", "123456789").body()).at("/digests");

        assertThat(digests.at("/0").has("contentDigest")).isFalse();
        assertThat(digests.at("/1/contentDigest").asString()).startsWith("sha=:").endsWith("=:");
        assertThat(digests.at("/2/contentDigest").asString()).isEqualTo(RIGHT);
    }

    @ParameterizedTest
    @ValueSource(strings = {RIGHT, "md5=:JfnnlDI7RTiF9RgfG2JNCw==:, " + RIGHT, "unixsum=:AAAA:;x=1;y=\"z\", " + RIGHT,
        "crc32c=:4waSgw==:," + RIGHT})
    void aDeclaredDigestIsVerified(String field) throws Exception {
        for (String name : List.of("Content-Digest", "Repr-Digest")) {
            HttpResponse<String> answer = post("?algorithms=crc32", "123456789", name, field);

            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode body = json.readTree(answer.body());
            assertThat(body.at("/verified").toString()).contains("sha-256").doesNotContain("unixsum");
            assertThat(body.at("/digests").size()).as("only what was asked for").isEqualTo(1);
            assertThat(post("?algorithms=crc32", "123456780", name, field).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void aDigestThatDiffersIsNamedWithTheRightValue() throws Exception {
        HttpResponse<String> answer = post("?algorithms=sha-256", "not that", "Content-Digest", RIGHT);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.at("/code").asString()).isEqualTo("digest-mismatch");
        assertThat(problem.at("/algorithm").asString()).isEqualTo("sha-256");
        assertThat(problem.at("/declared").asString()).isEqualTo("FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=");
        String right = json.readTree(post("?algorithms=sha-256", "not that").body()).at("/digests/0/base64").asString();
        assertThat(problem.at("/actual").asString()).isEqualTo(right);
    }

    @Test
    void theWeakestDeclaredDigestCountsToo() throws Exception {
        assertThat(
                post("?algorithms=sha-256", "123456789", "Content-Digest", RIGHT + ", md5=:AAAAAAAAAAAAAAAAAAAAAA==:")
                        .body())
                .contains("digest-mismatch", "md5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256", "sha-256=", "sha-256=FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
        "SHA-256=:FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=:", "sha-256=:FeKw:", "sha-256=:F:", RIGHT + ",",
        RIGHT + " md5=:AAAA:", "sha-256=1", "sha-256=:====:", RIGHT + ";", "=:AAAA:"})
    void aFieldThatCannotBeReadIsAProblem(String field) throws Exception {
        HttpResponse<String> answer = post("?algorithms=crc32", "123456789", "Content-Digest", field);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.at("/code").asString()).isEqualTo("malformed-digest");
        assertThat(problem.at("/field").asString()).isEqualTo("Content-Digest");
    }

    @Test
    void unknownAlgorithmsAndEmptyFieldsAreIgnored() throws Exception {
        assertThat(post("?algorithms=crc32", "x", "Content-Digest", "sha-1024=:AAAA:, id-sha-256=:AAAA:").statusCode())
                .isEqualTo(200);
        assertThat(post("?algorithms=crc32", "x", "Content-Digest", "").statusCode()).isEqualTo(200);
    }

    @Test
    void severalLinesAreOneFieldAndItsLastWordCounts() throws Exception {
        assertThat(post("?algorithms=crc32", "123456789", "Content-Digest", "sha-256=:" + "A".repeat(43) + "=:",
                "Content-Digest", RIGHT).statusCode()).isEqualTo(200);
    }

    @Test
    void twoFieldsThatContradictEachOtherAreAProblem() throws Exception {
        assertThat(post("?algorithms=crc32", "123456789", "Content-Digest", "sha-256=:" + "A".repeat(43) + "=:",
                "Repr-Digest", RIGHT).body()).contains("malformed-digest");
    }

    @Test
    void everybodyCanReadTheDocuments() throws Exception {
        for (String name : List.of("openapi", "asyncapi")) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/hash/" + name + ".yaml"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("yaml");
            assertThat(answer.body()).startsWith(name + ": 3.");
        }
    }

    @Test
    void theDocumentHasTheOperationsOfTheService(@Autowired RequestMappingHandlerMapping requestMappingHandlerMapping) {
        assertThat(document.operations()).extracting(OpenApi.Operation::toString)
                .containsExactlyInAnyOrderElementsOf(requestMappingHandlerMapping.getHandlerMethods().keySet().stream()
                        .flatMap(mapping -> mapping.getPatternValues().stream().filter(path -> path.startsWith("/api/"))
                                .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                        .map(method -> method + " " + path)))
                        .toList());
    }

    private HttpResponse<String> post(String query, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(query).POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";")[0];
        assertThat(document.violations(new OpenApi.Answer("POST", "/api/hash", answer.statusCode(), type,
                json.readTree(answer.body())))).as(answer.body()).isEmpty();
        return answer;
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
