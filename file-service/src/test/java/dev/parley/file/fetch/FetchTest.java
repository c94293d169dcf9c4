package dev.parley.file.fetch;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Offline download as its user sees it: jobs are made, become files, and are listed. */
class FetchTest extends FetchFixture {

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
        assertThat(create(alice, "http://127.0.0.2/", "a b").statusCode()).isEqualTo(422);
    }

    @Test
    void theSameRequestAgainIsTheSameJob() {
        RawServer server = server(RawServer.content(randomBytes(10)));

        String first = id(FileClient.json(create(alice, server.url("/"), "key-1")));
        awaitState(alice, first, "done");

        assertThat(id(FileClient.json(create(alice, server.url("/"), "key-1")))).isEqualTo(first);
        assertThat(id(FileClient.json(create(alice, server.url("/"), "key-2")))).isNotEqualTo(first);
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
    void whatAJobSaysIsAsThePublishedEvent() {
        RawServer server = server(RawServer.answering("HTTP/1.1 404 -", new byte[0]));

        JsonNode failed = awaitState(alice, id(create(alice, Map.of("url", server.url("/")))), "failed");

        assertThat(Instant.parse(failed.at("/createdAt").asString())).isBefore(Instant.now());
        assertThat(MESSAGES.violations("fetch", failed)).isEmpty();
    }
}
