package dev.parley.file.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests of offline download have in common: servers of all kinds, and jobs as their owner sees them. */
abstract class FetchFixture extends FileServiceTest {

    static final String FETCHES = "/api/files/fetches";

    /** Held until the test is over, by answers that do not end. */
    final CountDownLatch ending = new CountDownLatch(1);
    private final Queue<AutoCloseable> servers = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stopServers() throws Exception {
        ending.countDown();
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    /** A server that answers and then says nothing more, without closing the connection. */
    RawServer silentAfter(RawServer.Answer beginning) {
        return server((request, out) -> {
            beginning.write(request, out);
            out.flush();
            ending.await();
        });
    }

    static void partAndBreak(RawServer.Request request, OutputStream out, byte[] content, int length)
            throws IOException {
        int from = request.offset();
        RawServer.text(out,
                (from > 0
                        ? "HTTP/1.1 206 -\r\nContent-Range: bytes " + from + "-" + (content.length - 1) + "/"
                                + content.length
                        : "HTTP/1.1 200 OK") + "\r\nETag: \"v1\"\r\nContent-Length: " + (content.length - from)
                        + "\r\n\r\n");
        out.write(content, from, Math.min(length, content.length - from));
        out.flush();
    }

    RawServer server(RawServer.Answer answer) {
        return stopped(new RawServer(answer));
    }

    /** Closed when the test is over. */
    <S extends AutoCloseable> S stopped(S server) {
        servers.add(server);
        return server;
    }

    static JsonNode create(FileClient person, Map<String, String> body) {
        HttpResponse<byte[]> created = person.post(FETCHES, body);
        assertThat(created.statusCode()).as(FileClient.text(created)).isEqualTo(202);
        return FileClient.json(created);
    }

    /** Asks for a job with a key for the request. */
    static HttpResponse<byte[]> create(FileClient person, String url, String key) {
        return person.send("POST", FETCHES,
                BodyPublishers.ofString(new JsonMapper().writeValueAsString(Map.of("url", url))),
                "Content-Type", "application/json", "Idempotency-Key", key);
    }

    static HttpResponse<byte[]> delete(FileClient person, String id) {
        return person.send("DELETE", FETCHES + "/" + id, BodyPublishers.noBody());
    }

    static String id(JsonNode job) {
        return job.at("/id").asString();
    }

    static JsonNode job(FileClient person, String id) {
        return FileClient.json(person.get(FETCHES + "/" + id));
    }

    static int inState(FileClient person, String state) {
        return FileClient.json(person.get(FETCHES + "?state=" + state)).at("/items").size();
    }

    static JsonNode awaitState(FileClient person, String id, String state) {
        await().untilAsserted(() -> assertThat(job(person, id).at("/state").asString())
                .as(job(person, id).toString()).isEqualTo(state));
        return job(person, id);
    }

    String stagingKey(String id) {
        return jdbc.sql("SELECT staging_key FROM fetches WHERE id = :id").param("id", Ids.parse(id).orElseThrow())
                .query(String.class).single();
    }

    void assertNothingStaged(JsonNode job) {
        assertThat(count("SELECT COUNT(*) FROM fetches WHERE id = ? AND staging_key IS NOT NULL",
                Ids.parse(id(job)).orElseThrow())).isZero();
    }
}
