package dev.parley.file.fetch;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a job when a server breaks off, refuses, or contradicts itself. */
class FetchResumptionTest extends FetchFixture {

    @Test
    void aBodyThatBreaksOffIsContinuedWhereItEnded() {
        byte[] content = randomBytes(400_000);
        AtomicInteger answers = new AtomicInteger();
        RawServer server = server((request, out) -> {
            if (answers.incrementAndGet() < 3) {
                partAndBreak(request, out, content, 150_000);
            } else {
                RawServer.part(request, out, content, "\"v1\"");
            }
        });

        JsonNode done = awaitState(alice, id(create(alice, Map.of("url", server.url("/")))), "done");

        assertThat(done.at("/attempts").asInt()).isEqualTo(3);
        assertThat(done.has("error")).isFalse();
        assertThat(alice.content(done.at("/fileId").asString()).body()).isEqualTo(content);
        assertThat(server.requests().get(1).header("range")).hasValue("bytes=150000-");
        assertThat(server.requests().get(1).header("if-range")).hasValue("\"v1\"");
        assertThat(server.requests().get(2).offset()).isEqualTo(300_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "no ranges", "another part", "another total", "another tag", "416",
        "no validator",
        "too long"})
    void aContentThatCannotBeContinuedIsBegunAnew(String kind) {
        byte[] first = randomBytes(200_000);
        byte[] second = randomBytes(210_000);
        AtomicInteger answers = new AtomicInteger();
        RawServer server = server((request, out) -> {
            if (answers.incrementAndGet() == 1) {
                RawServer.text(out,
                        "HTTP/1.1 200 OK\r\n" + (kind.equals("no validator") ? "ETag: W/\"v1\"" : "ETag: \"v1\"")
                                + "\r\nContent-Length: " + first.length + "\r\n\r\n");
                out.write(first, 0, 100_000);
            } else if (request.header("range").isEmpty() || kind.equals("changed") || kind.equals("no ranges")) {
                RawServer.part(request, out, second, kind.equals("no ranges") ? "\"v1\"" : "\"v2\"");
            } else {
                RawServer.text(out, switch (kind) {
                    case "another part" -> "HTTP/1.1 206 -\r\nContent-Range: bytes 0-199999/200000\r\n\r\n";
                    case "another total" -> "HTTP/1.1 206 -\r\nContent-Range: bytes 100000-199999/300000\r\n\r\n";
                    case "another tag" ->
                        "HTTP/1.1 206 -\r\nETag: \"v2\"\r\nContent-Range: bytes 100000-199999/200000\r\n\r\n";
                    case "too long" ->
                        "HTTP/1.1 206 -\r\nContent-Range: bytes 100000-199999/200000\r\nContent-Length: 100001"
                                + "\r\n\r\n";
                    default -> "HTTP/1.1 416 -\r\nContent-Range: bytes */200000\r\n\r\n";
                });
            }
        });

        JsonNode done = awaitState(alice, id(create(alice, Map.of("url", server.url("/")))), "done");

        boolean asked = server.requests().get(1).header("range").isPresent();
        assertThat(asked).isEqualTo(!kind.equals("no validator"));
        assertThat(alice.content(done.at("/fileId").asString()).body()).isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({"404,refused-by-server,1", "403,refused-by-server,1", "500,server-error,3"})
    void whatFailsIsTriedAgainOnlyIfItMayPass(String status, String code, int attempts) {
        RawServer server = server(RawServer.answering("HTTP/1.1 " + status + " -\nContent-Length: 0", new byte[0]));

        JsonNode failed = awaitState(alice, id(create(alice, Map.of("url", server.url("/")))), "failed");

        assertThat(failed.at("/error/code").asString()).isEqualTo(code);
        assertThat(failed.at("/attempts").asInt()).isEqualTo(attempts);
        assertThat(server.requests()).hasSize(attempts);
    }

    @Test
    void anAnswerThatBringsNothingIsNoEmptyFile() {
        RawServer nothing = server((request, out) -> RawServer.text(out, "HTTP/1.1 200 OK\r\nConte"));
        RawServer empty = server(RawServer.answering("HTTP/1.1 200 OK\nContent-Length: 0", new byte[0]));

        JsonNode failed = awaitState(alice, id(create(alice, Map.of("url", nothing.url("/")))), "failed");
        assertThat(failed.at("/error/code").asString()).isIn("broken-off", "bad-answer");
        JsonNode done = awaitState(alice, id(create(alice, Map.of("url", empty.url("/")))), "done");
        assertThat(alice.file(done.at("/fileId").asString()).at("/size").asLong()).isZero();
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTriedAgain(@TempDir Path folder) {
        TlsServer server = stopped(
                new TlsServer(TestCertificate.make(folder, "ip:127.0.0.2"), randomBytes(10), Map.of()));

        JsonNode failed = awaitState(alice, id(create(alice, Map.of("url", server.url("127.0.0.2", "/")))), "failed");

        assertThat(failed.at("/error/code").asString()).isEqualTo("tls-failed");
        assertThat(failed.at("/attempts").asInt()).isEqualTo(1);
        assertThat(server.requests()).isEmpty();
    }
}
