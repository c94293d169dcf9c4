package dev.parley.file.event;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Event streams over HTTP. */
class EventApiTest extends FileServiceTest {

    private static final JsonMapper json = new JsonMapper();
    private static final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Autowired
    private FileEvents events;
    @Autowired
    private EventStreams streams;
    @Autowired
    private TransactionTemplate transaction;
    @Autowired
    private StringRedisTemplate redis;

    /** An open stream and its lines so far. */
    private final class Subscription {

        final List<String> lines = new CopyOnWriteArrayList<>();
        final HttpResponse<java.util.stream.Stream<String>> answer;
        volatile boolean ended;

        Subscription(String token) throws IOException, InterruptedException {
            answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/files/events"))
                    .header("Authorization", "Bearer " + token).header("Accept", "text/event-stream").build(),
                    HttpResponse.BodyHandlers.ofLines());
            Thread.startVirtualThread(() -> {
                try {
                    answer.body().forEach(this::read);
                } catch (java.io.UncheckedIOException closed) {
                    lines.add("closed by the test");
                }
                ended = true;
            });
            await().until(() -> lines.contains("event: ready"));
        }

        /** Every event that a test gets is as the document has it. */
        private void read(String line) {
            String last = lines.isEmpty() ? "" : lines.getLast();
            if (line.startsWith("data: ") && !last.equals("event: test")) {
                List<String> violations = MESSAGES.violations(last.replace("event: ", ""),
                        json.readTree(line.substring("data: ".length())));
                violations.forEach(violation -> lines.add("violation: " + violation));
            }
            lines.add(line);
        }

        void awaitLine(String text) {
            await().until(() -> lines.stream().anyMatch(line -> line.contains(text)));
            assertThat(lines).noneMatch(line -> line.startsWith("violation: "));
        }
    }

    @Test
    void aPersonHearsOfTheirOwnFilesAndNobodyElseDoes() throws Exception {
        long id = Ids.next();
        FileClient uploader = person(id);
        Subscription own = new Subscription(issuer.token(id));
        Subscription others = new Subscription(issuer.token(Ids.next()));
        assertThat(own.answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(own.answer.headers().firstValue("Cache-Control")).hasValue("no-store");

        String file = uploader.upload("watched.bin", randomBytes(2_001));
        String wrong = uploader.upload(Map.of("filename", "wrong.bin", "sha256", "ab".repeat(32)), randomBytes(2_002));

        own.awaitLine("data: {\"id\":\"" + file + "\",\"status\":\"processing\"}");
        own.awaitLine("data: {\"id\":\"" + file + "\",\"status\":\"available\",\"stored\":true}");
        own.awaitLine("data: {\"id\":\"" + wrong + "\",\"status\":\"rejected\",\"statusReason\":");
        assertThat(own.lines).anyMatch(line -> line.startsWith("id: "));
        assertThat(others.lines).noneMatch(line -> line.contains(file) || line.contains(wrong));
    }

    @Test
    void whatIsRolledBackIsNotTold() throws Exception {
        long id = Ids.next();
        Subscription own = new Subscription(issuer.token(id));

        transaction.executeWithoutResult(status -> {
            events.publish(id, "test", "rolled back");
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> events.publish(id, "test", "committed"));

        own.awaitLine("committed");
        assertThat(own.lines).noneMatch(line -> line.contains("rolled back"));
    }

    @Test
    void aStreamEndsWithItsSession() throws Exception {
        String session = UUID.randomUUID().toString();
        Subscription own = new Subscription(issuer.token(Ids.next(), session));

        redis.convertAndSend("parley:sessions:ended", session);

        own.awaitLine("session-ended");
        await().until(() -> own.ended);
    }

    @Test
    void aStreamEndsWithItsToken() throws Exception {
        Subscription own = new Subscription(issuer.changed(Ids.next(),
                token -> token.expiration(Date.from(Instant.now().plusSeconds(5)))));

        own.awaitLine("token-expired");
        await().until(() -> own.ended);
    }

    @Test
    void aClientThatIsGoneIsForgotten() throws Exception {
        long id = Ids.next();
        Subscription own = new Subscription(issuer.token(id));

        own.answer.body().close();

        await().until(() -> {
            events.publish(id, "test", "is anybody there?");
            return !streams.people().contains(id);
        });
    }

    @Test
    void strangersGetNothing() {
        assertThat(stranger().get("/api/files/events").statusCode()).isEqualTo(401);
    }
}
