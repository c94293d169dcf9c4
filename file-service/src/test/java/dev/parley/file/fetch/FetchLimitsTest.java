package dev.parley.file.fetch;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.limit.RateLimits;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person may have and make, and for how long a job may run. */
class FetchLimitsTest extends FetchFixture {

    private static final Duration TIME_LIMIT = Duration.ofHours(24);

    @Autowired
    private RateLimits limits;

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
    void whoMakesTooManyJobsInAnHourIsToldWhenToComeBackAndNobodyElseIs() {
        RawServer server = server(RawServer.content(randomBytes(10)));
        Map<String, String> request = Map.of("url", server.url("/"));
        long busyId = Ids.next();
        FileClient busy = person(busyId);
        String before = id(FileClient.json(create(busy, server.url("/"), "key-1")));
        limits.require("fetches", busyId, 2, Duration.ofHours(4)); // as if 240 more had been made at once: an hour too many

        HttpResponse<byte[]> refused = busy.post(FETCHES, request);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(FileClient.code(refused)).isEqualTo("too-many-requests");
        assertThat(FileClient.json(refused).at("/detail").asString()).isEqualTo("at most 120 in 3600 seconds");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 7200L);
        assertThat(count("SELECT COUNT(*) FROM fetches WHERE owner_id = ?", busyId)).isEqualTo(1);
        assertThat(id(FileClient.json(create(busy, server.url("/"), "key-1")))).as("a repeated request is no new job")
                .isEqualTo(before);
        awaitState(busy, before, "done");
        awaitState(bob, id(create(bob, request)), "done");
    }

    @Test
    void aJobHasOneTimeForAllItsAttemptsAndANewOneWhenItIsResumedAfterwards() {
        byte[] content = randomBytes(200_000);
        AtomicInteger answers = new AtomicInteger();
        RawServer server = server((request, out) -> {
            if (answers.incrementAndGet() == 1) {
                partAndBreak(request, out, content, 100_000);
                ending.await();
            } else {
                RawServer.part(request, out, content, "\"v1\"");
            }
        });
        String id = id(create(alice, Map.of("url", server.url("/"))));
        await().until(() -> job(alice, id).at("/received").asLong() == 100_000);
        alice.post(FETCHES + "/" + id + "/pause", Map.of());
        jdbc.sql("UPDATE fetches SET ran_millis = :ran WHERE id = :id").param("ran", TIME_LIMIT.toMillis())
                .param("id", Ids.parse(id).orElseThrow()).update();

        alice.post(FETCHES + "/" + id + "/resume", Map.of());
        JsonNode failed = awaitState(alice, id, "failed");
        assertThat(failed.at("/error/code").asString()).isEqualTo("time-limit");
        assertThat(failed.at("/attempts").asInt()).as("one before the pause, and no further one").isEqualTo(2);
        assertNothingStaged(failed);

        alice.post(FETCHES + "/" + id + "/resume", Map.of());
        assertThat(alice.content(awaitState(alice, id, "done").at("/fileId").asString()).body()).isEqualTo(content);
    }
}
