package dev.parley.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Bodies are passed on as they come. */
class StreamingTest extends GatewayTest {

    private static final String UPLOAD = "/api/files/uploads/1";
    private static final String CONTENT = "/api/files/drive/1/content";
    private static final String EVENTS = "/api/files/events";
    /** The connections to one instance of a service, as application.yml has it. */
    private static final int POOL = 500;
    private static final int CHUNK = 64 * 1024;
    private static final long SIZE = 64L * 1024 * 1024;

    @Test
    void anUploadReachesTheServiceWhileItIsStillBeingSent() {
        AtomicLong arrived = new AtomicLong();
        files.answer(UPLOAD, (request, response) -> request.receive()
                .doOnNext(bytes -> arrived.addAndGet(bytes.readableBytes()))
                .then(Mono
                        .defer(() -> response.status(204).header("Upload-Offset", arrived.toString()).send().then())));
        // The second half is not there to be sent before the service has the beginning of the first.
        InputStream body = new Halves(() -> await().atMost(PATIENCE).until(() -> arrived.get() > 0));
        HttpResponse<String> response = send(
                signedIn(UPLOAD).method("PATCH", BodyPublishers.ofInputStream(() -> body)));
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValueAsLong("Upload-Offset")).hasValue(SIZE);
    }

    @Test
    void anUploadMayTakeLongerThanASmallRequest() {
        files.answer(UPLOAD, (request, response) -> request.receive().then(response.status(204).send().then()));
        InputStream body = new Halves(() -> await().pollDelay(Duration.ofSeconds(4)).until(() -> true));
        assertThat(status(signedIn(UPLOAD).method("PATCH", BodyPublishers.ofInputStream(() -> body)))).isEqualTo(204);
    }

    @Test
    void aDownloadReachesTheClientWhileItIsStillBeingSent() throws Exception {
        CompletableFuture<Void> clientHasSome = new CompletableFuture<>();
        Flux<ByteBuf> half = Flux.range(0, (int) (SIZE / 2 / CHUNK))
                .map(i -> Unpooled.wrappedBuffer(new byte[CHUNK]));
        files.answer(CONTENT, (request, response) -> response.header("Content-Length", Long.toString(SIZE))
                .send(half.concatWith(Mono.fromFuture(clientHasSome).thenMany(half))));
        HttpResponse<InputStream> response = http.send(signedIn(CONTENT).build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(body.readNBytes(CHUNK)).hasSize(CHUNK);
            clientHasSome.complete(null);
            long rest = body.transferTo(OutputStream.nullOutputStream());
            assertThat(CHUNK + rest).isEqualTo(SIZE);
        }
    }

    @Test
    void aSlowReaderSlowsTheServiceDownInsteadOfFillingTheGateway() throws Exception {
        AtomicLong produced = new AtomicLong();
        files.answer(CONTENT, (request, response) -> response.header("Content-Length", Long.toString(SIZE))
                .send(Flux.range(0, (int) (SIZE / CHUNK)).map(i -> {
                    produced.addAndGet(CHUNK);
                    return Unpooled.wrappedBuffer(new byte[CHUNK]);
                })));
        HttpResponse<InputStream> response = http.send(signedIn(CONTENT).build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(body.readNBytes(CHUNK)).hasSize(CHUNK);
            AtomicLong last = new AtomicLong(-1);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300))
                    .until(() -> last.getAndSet(produced.get()) == produced.get());
            assertThat(produced.get()).isLessThan(SIZE / 2);
            assertThat(CHUNK + body.transferTo(OutputStream.nullOutputStream())).isEqualTo(SIZE);
        }
    }

    @Test
    void aStreamOfEventsMayLast() throws Exception {
        files.answer(EVENTS,
                (request, response) -> response.sse()
                        .sendString(Flux.interval(Duration.ZERO, Duration.ofMillis(500)).onBackpressureDrop()
                                .map(tick -> tick == 8 ? "data: late\n\n" : ":\n\n")));

        HttpResponse<InputStream> answer = http.send(signedIn(EVENTS).build(), BodyHandlers.ofInputStream());

        // Later than the time limit for headers, and than the silence that is allowed, which comments break.
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), US_ASCII))) {
            assertThat(lines.lines().anyMatch("data: late"::equals)).isTrue();
        }
    }

    @Test
    void streamsOfEventsTakeNoConnectionFromRequests() throws Exception {
        files.answer(EVENTS,
                (request, response) -> response.sse()
                        .sendString(Flux.interval(Duration.ZERO, Duration.ofSeconds(1)).onBackpressureDrop()
                                .map(tick -> ":\n\n")));
        files.answerStatus("/api/files/drive", 204);
        List<InputStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < POOL + 2; i++) {
                HttpResponse<InputStream> answer = http.send(signedIn(EVENTS).build(), BodyHandlers.ofInputStream());
                assertThat(answer.statusCode()).isEqualTo(200);
                streams.add(answer.body());
            }
            assertThat(status(signedIn("/api/files/drive"))).isEqualTo(204);
        } finally {
            for (InputStream stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void aClientThatWaitsForContinueGetsIt() throws Exception {
        files.answer(UPLOAD, (request, response) -> request.receive().then(response.status(204).send().then()));
        try (Socket connection = new Socket("127.0.0.1", uri("/").getPort())) {
            connection.setSoTimeout((int) PATIENCE.toMillis());
            BufferedReader answer = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
            connection.getOutputStream().write("""
                PATCH %s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Expect: 100-continue\r
                Content-Length: 1\r
                \r
                """.formatted(UPLOAD, token).getBytes(US_ASCII));
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(answer.readLine()).isEmpty();
            connection.getOutputStream().write('x');
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 204 No Content");
        }
        assertThat(files.seen(UPLOAD).getFirst().headers().get("Expect")).isNull();
    }

    @Test
    void rangesAndConditionalsAreTheServicesBusiness() {
        files.answer(CONTENT, (request, response) -> response.status(206).header("ETag", "\"ab\"")
                .header("Content-Range", "bytes 0-1/9").header("Content-Length", "2").sendString(Mono.just("12")));
        HttpResponse<String> response = send(
                signedIn(CONTENT).header("Range", "bytes=0-1").header("If-Range", "\"ab\""));
        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.headers().firstValue("ETag")).hasValue("\"ab\"");
        assertThat(files.seen().getFirst().headers().get("Range")).isEqualTo("bytes=0-1");
        assertThat(files.seen().getFirst().headers().get("If-Range")).isEqualTo("\"ab\"");
    }

    /** Zeros; before the second half something must have happened. */
    private static final class Halves extends InputStream {

        private final Runnable between;
        private long sent;

        Halves(Runnable between) {
            this.between = between;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (sent == SIZE) {
                return -1;
            }
            if (sent == SIZE / 2) {
                between.run();
            }
            long limit = sent < SIZE / 2 ? SIZE / 2 : SIZE;
            int count = (int) Math.min(length, limit - sent);
            sent += count;
            return count;
        }
    }
}
