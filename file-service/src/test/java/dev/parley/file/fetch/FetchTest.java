package dev.parley.file.fetch;

import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Offline download as its user sees it, from servers of all kinds. */
class FetchTest extends FileServiceTest {

    private static final String FETCHES = "/api/files/fetches";

    @Autowired
    private StagingArea staging;
    @Autowired
    private FetchRemoval removal;

    private final ConcurrentLinkedQueue<RawServer> servers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ending = new CountDownLatch(1);

    @AfterEach
    void stopServers() {
        ending.countDown();
        servers.forEach(RawServer::close);
    }

    @Test
    void whatIsAtAnAddressBecomesAFileInTheDrive() {
        byte[] content = randomBytes(300_000);
        RawServer server = server(RawServer.content(content));

        JsonNode made = create(alice, Map.of("url", server.url("/files/report%20of%20may.pdf?x=y"), "sha256",
                sha256(content)));
        assertThat(made.at("/name").asString()).isEqualTo("report of may.pdf");
        JsonNode done = awaitState(alice, id(made), "done");

        assertThat(done.at("/received").asLong()).isEqualTo(content.length);
        assertThat(done.at("/size").asLong()).isEqualTo(content.length);
        assertThat(done.at("/attempts").asInt()).isEqualTo(1);
        String file = done.at("/fileId").asString();
        awaitStatus(alice, file, "available");
        assertThat(alice.file(file).at("/name").asString()).isEqualTo("report of may.pdf");
        assertThat(alice.file(file).at("/mediaType").asString()).isEqualTo("text/x-test");
        assertThat(alice.content(file).body()).isEqualTo(content);
    }

    @Test
    void aContentThatIsNotTheDeclaredOneIsRejected() {
        byte[] content = randomBytes(1_000);
        RawServer server = server(RawServer.content(content));

        JsonNode made = create(alice, Map.of("url", server.url("/"), "sha256", sha256(randomBytes(5))));

        awaitStatus(alice, awaitState(alice, id(made), "done").at("/fileId").asString(), "rejected");
    }

    @Test
    void theNameIsThatOfTheJobElseOfTheServerElseOfTheAddress() {
        RawServer server = server(RawServer.answering(
                """
                    HTTP/1.1 200 OK
                    Content-Length: 2
                    Content-Disposition: attachment; filename="../../etc/pass\\"wd.txt"; filename*=UTF-8''..%2F%E2%82%AC%20rates.txt""",
                new byte[2]));
        String folder = FileClient.json(alice.post("/api/files/drive/folders", Map.of("name", "fetched"))).at("/id")
                .asString();

        JsonNode named = awaitState(alice, id(create(alice, Map.of("url", server.url("/a.bin"), "name", "mine.txt",
                "folderId", folder))), "done");
        JsonNode unnamed = awaitState(alice, id(create(alice, Map.of("url", server.url("/a.bin")))), "done");

        assertThat(named.at("/name").asString()).isEqualTo("mine.txt");
        assertThat(alice.file(named.at("/fileId").asString()).at("/folderId").asString()).isEqualTo(folder);
        assertThat(unnamed.at("/name").asString()).isEqualTo("\u20ac rates.txt");
        assertThat(alice.file(unnamed.at("/fileId").asString()).at("/name").asString()).isEqualTo("\u20ac rates.txt");
    }

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
    void whatIsTooLargeIsNotTaken() {
        RawServer announced = server(RawServer.answering("HTTP/1.1 200 OK\nContent-Length: 20971521", new byte[10]));
        RawServer endless = server((request, out) -> {
            RawServer.text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = new byte[0x10000];
            while (ending.getCount() > 0) {
                RawServer.text(out, "10000\r\n");
                out.write(chunk);
                RawServer.text(out, "\r\n");
            }
        });
        for (RawServer server : List.of(announced, endless)) {
            JsonNode failed = awaitState(alice, id(create(alice, Map.of("url", server.url("/")))), "failed");
            assertThat(failed.at("/error/code").asString()).isEqualTo("too-large");
            assertNothingStaged(failed);
        }
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
    void aJobIsPausedResumedAndCancelledAtOnce() {
        byte[] content = randomBytes(200_000);
        RawServer server = server((request, out) -> {
            if (request.header("range").isPresent()) {
                RawServer.part(request, out, content, "\"v1\"");
            } else {
                partAndBreak(request, out, content, 100_000);
                ending.await();
            }
        });
        String id = id(create(alice, Map.of("url", server.url("/"))));
        await().until(() -> job(alice, id).at("/received").asLong() == 100_000);
        assertThat(job(alice, id).at("/state").asString()).isEqualTo("running");

        assertThat(FileClient.json(alice.post(FETCHES + "/" + id + "/pause", Map.of())).at("/state").asString())
                .isEqualTo("paused");
        assertThat(FileClient.json(alice.post(FETCHES + "/" + id + "/pause", Map.of())).at("/state").asString())
                .isEqualTo("paused");
        assertThat(server.requests()).hasSize(1);
        alice.post(FETCHES + "/" + id + "/resume", Map.of());
        JsonNode done = awaitState(alice, id, "done");
        assertThat(server.requests().get(1).offset()).isEqualTo(100_000);
        assertThat(alice.content(done.at("/fileId").asString()).body()).isEqualTo(content);
        for (String action : List.of("pause", "resume")) {
            assertThat(FileClient.code(alice.post(FETCHES + "/" + id + "/" + action, Map.of())))
                    .isEqualTo("fetch-ended");
        }

        String other = id(create(alice, Map.of("url", server.url("/other"))));
        await().until(() -> job(alice, other).at("/received").asLong() == 100_000);
        String staged = stagingKey(other);
        assertThat(delete(alice, other).statusCode()).isEqualTo(204);
        assertThat(job(alice, other).at("/state").asString()).isEqualTo("cancelled");
        await().until(() -> staging.size(staged).isEmpty());
        assertThat(delete(alice, other).statusCode()).isEqualTo(204);
        assertThat(delete(alice, other).statusCode()).isEqualTo(404);
    }

    @Test
    void aFailedJobIsResumedWithWhatIsThere() {
        byte[] content = randomBytes(200_000);
        AtomicInteger answers = new AtomicInteger();
        RawServer server = server((request, out) -> {
            if (answers.incrementAndGet() == 1) {
                partAndBreak(request, out, content, 100_000);
            } else if (answers.get() <= 3) {
                RawServer.text(out, "HTTP/1.1 503 -\r\nRetry-After: 0\r\n\r\n");
            } else {
                RawServer.part(request, out, content, "\"v1\"");
            }
        });
        String id = id(create(alice, Map.of("url", server.url("/"))));
        assertThat(awaitState(alice, id, "failed").at("/error/code").asString()).isEqualTo("server-error");

        alice.post(FETCHES + "/" + id + "/resume", Map.of());

        assertThat(alice.content(awaitState(alice, id, "done").at("/fileId").asString()).body()).isEqualTo(content);
        assertThat(server.requests().getLast().offset()).isEqualTo(100_000);
    }

    @Test
    void threeJobsOfAPersonRunAtOnceAndTheOthersHaveTheirTurn() {
        byte[] content = randomBytes(10);
        AtomicInteger atOnce = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        RawServer server = server((request, out) -> {
            synchronized (seen) {
                seen.add(atOnce.incrementAndGet());
            }
            go.await();
            atOnce.decrementAndGet();
            RawServer.part(request, out, content, "\"v1\"");
        });
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(id(create(alice, Map.of("url", server.url("/" + i)))));
        }
        HttpResponse<byte[]> seventh = alice.post(FETCHES, Map.of("url", server.url("/7")));
        assertThat(FileClient.code(seventh)).isEqualTo("too-many-fetches");
        await().until(() -> atOnce.get() == 3 && inState(alice, "queued") == 3);
        String bobs = id(create(bob, Map.of("url", server.url("/bob"))));
        await().untilAsserted(() -> assertThat(job(bob, bobs).at("/state").asString()).isEqualTo("running"));
        go.countDown();

        ids.forEach(id -> awaitState(alice, id, "done"));
        assertThat(seen).allSatisfy(running -> assertThat(running).isLessThanOrEqualTo(4));
    }

    @Test
    void listsAreByStateAndByPage() {
        RawServer server = server(RawServer.answering("HTTP/1.1 404 -", new byte[0]));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.addFirst(id(create(alice, Map.of("url", server.url("/" + i)))));
            awaitState(alice, ids.getFirst(), "failed");
        }

        JsonNode first = FileClient.json(alice.get(FETCHES + "?limit=2&state=failed"));
        JsonNode second = FileClient.json(alice.get(FETCHES + "?limit=2&state=failed&cursor="
                + first.at("/nextCursor").asString()));

        List<String> listed = new ArrayList<>();
        first.at("/items").forEach(item -> listed.add(id(item)));
        second.at("/items").forEach(item -> listed.add(id(item)));
        assertThat(listed).isEqualTo(ids);
        assertThat(second.has("nextCursor")).isFalse();
        assertThat(inState(alice, "done")).isZero();
        for (String wrong : List.of("?limit=0", "?limit=201", "?cursor=x", "?cursor=%21", "?state=gone")) {
            assertThat(alice.get(FETCHES + wrong).statusCode()).isEqualTo(422);
        }
    }

    @Test
    void badRequestsNameTheField() {
        Map<String, Map<String, String>> bad = new HashMap<>();
        bad.put("url", Map.of("url", "http://127.0.0.1/"));
        bad.put("name", Map.of("url", "http://127.0.0.2/", "name", "a/b"));
        bad.put("sha256", Map.of("url", "http://127.0.0.2/", "sha256", "no"));
        bad.forEach((field, body) -> {
            HttpResponse<byte[]> answer = alice.post(FETCHES, body);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(FileClient.json(answer).at("/errors/0/field").asString()).isEqualTo(field);
        });
        assertThat(alice.post(FETCHES, Map.of()).statusCode()).isEqualTo(422);
        assertThat(FileClient.code(alice.post(FETCHES, Map.of("url", "http://127.0.0.2/", "folderId", "none"))))
                .isEqualTo("folder-not-found");
        assertThat(create("http://127.0.0.2/", "a b").statusCode()).isEqualTo(422);
    }

    @Test
    void theSameRequestAgainIsTheSameJob() {
        RawServer server = server(RawServer.content(randomBytes(10)));

        String first = id(FileClient.json(create(server.url("/"), "key-1")));
        awaitState(alice, first, "done");

        assertThat(id(FileClient.json(create(server.url("/"), "key-1")))).isEqualTo(first);
        assertThat(id(FileClient.json(create(server.url("/"), "key-2")))).isNotEqualTo(first);
    }

    @Test
    void theJobsOfOthersDoNotExist() {
        RawServer server = server(RawServer.content(randomBytes(10)));
        String id = id(create(alice, Map.of("url", server.url("/"))));
        awaitState(alice, id, "done");

        for (HttpResponse<byte[]> answer : List.of(bob.get(FETCHES + "/" + id), delete(bob, id),
                bob.post(FETCHES + "/" + id + "/pause", Map.of()), bob.post(FETCHES + "/" + id + "/resume", Map.of()),
                bob.get(FETCHES + "/" + Ids.format(Ids.next())), bob.get(FETCHES + "/x"))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(FileClient.code(answer)).isEqualTo("fetch-not-found");
        }
        assertThat(FileClient.json(bob.get(FETCHES)).at("/items")).isEmpty();
        assertThat(stranger().get(FETCHES).statusCode()).isEqualTo(401);
        assertThat(stranger().post(FETCHES, Map.of("url", server.url("/"))).statusCode()).isEqualTo(401);
    }

    @Test
    void theJobsOfADeletedAccountGoWithTheirBytes() {
        long leavingId = Ids.next();
        FileClient leaving = person(leavingId);
        RawServer server = server((request, out) -> {
            partAndBreak(request, out, randomBytes(100), 50);
            ending.await();
        });
        String id = id(create(leaving, Map.of("url", server.url("/"))));
        await().until(() -> job(leaving, id).at("/received").asLong() == 50);
        String staged = stagingKey(id);

        announceDeletion(leavingId);

        await().until(() -> count("SELECT COUNT(*) FROM fetches WHERE owner_id = ?", leavingId) == 0
                && count("SELECT COUNT(*) FROM fetch_owners WHERE owner_id = ?", leavingId) == 0
                && staging.size(staged).isEmpty());
        assertThat(FileClient.code(leaving.post(FETCHES, Map.of("url", server.url("/"))))).isEqualTo("account-deleted");
    }

    @Test
    void jobsThatEndedLongAgoAreForgotten() {
        RawServer server = server(RawServer.content(randomBytes(10)));
        String old = id(create(alice, Map.of("url", server.url("/"))));
        String recent = id(create(alice, Map.of("url", server.url("/"))));
        awaitState(alice, old, "done");
        awaitState(alice, recent, "done");
        jdbc.sql("UPDATE fetches SET ended_at = ended_at - INTERVAL 8 DAY WHERE id = :id")
                .param("id", Ids.parse(old).orElseThrow()).update();

        removal.forgetEnded();

        assertThat(alice.get(FETCHES + "/" + old).statusCode()).isEqualTo(404);
        assertThat(alice.get(FETCHES + "/" + recent).statusCode()).isEqualTo(200);
    }

    @Test
    void whatAJobSaysIsAsThePublishedEvent() {
        RawServer server = server(RawServer.answering("HTTP/1.1 404 -", new byte[0]));

        JsonNode failed = awaitState(alice, id(create(alice, Map.of("url", server.url("/")))), "failed");

        assertThat(Instant.parse(failed.at("/createdAt").asString())).isBefore(Instant.now());
        assertThat(MESSAGES.violations("fetch", failed)).isEmpty();
    }

    private static void partAndBreak(RawServer.Request request, OutputStream out, byte[] content, int length)
            throws java.io.IOException {
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

    private RawServer server(RawServer.Answer answer) {
        RawServer server = new RawServer(answer);
        servers.add(server);
        return server;
    }

    private static JsonNode create(FileClient person, Map<String, String> body) {
        HttpResponse<byte[]> created = person.post(FETCHES, body);
        assertThat(created.statusCode()).as(FileClient.text(created)).isEqualTo(202);
        return FileClient.json(created);
    }

    private HttpResponse<byte[]> create(String url, String key) {
        return alice.send("POST", FETCHES,
                BodyPublishers.ofString(new JsonMapper().writeValueAsString(Map.of("url", url))),
                "Content-Type", "application/json", "Idempotency-Key", key);
    }

    private static HttpResponse<byte[]> delete(FileClient person, String id) {
        return person.send("DELETE", FETCHES + "/" + id, BodyPublishers.noBody());
    }

    private static String id(JsonNode job) {
        return job.at("/id").asString();
    }

    private static JsonNode job(FileClient person, String id) {
        return FileClient.json(person.get(FETCHES + "/" + id));
    }

    private static int inState(FileClient person, String state) {
        return FileClient.json(person.get(FETCHES + "?state=" + state)).at("/items").size();
    }

    private static JsonNode awaitState(FileClient person, String id, String state) {
        await().untilAsserted(() -> assertThat(job(person, id).at("/state").asString())
                .as(job(person, id).toString()).isEqualTo(state));
        return job(person, id);
    }

    private String stagingKey(String id) {
        return jdbc.sql("SELECT staging_key FROM fetches WHERE id = :id").param("id", Ids.parse(id).orElseThrow())
                .query(String.class).single();
    }

    private void assertNothingStaged(JsonNode job) {
        assertThat(count("SELECT COUNT(*) FROM fetches WHERE id = ? AND staging_key IS NOT NULL",
                Ids.parse(id(job)).orElseThrow())).isZero();
    }
}
