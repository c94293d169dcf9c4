package dev.parley.file.fetch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs are paused, resumed, cancelled, and go: at once, and with their bytes. */
class FetchControlTest extends FetchFixture {

    @Autowired
    private StagingArea staging;
    @Autowired
    private FetchRemoval removal;

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
}
