package dev.parley.file.upload;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;
import dev.parley.testkit.EmbeddedPartsSet;
import dev.parley.testkit.QueryPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** Who has lost an address finds what they have begun. */
class UnfinishedUploadsTest extends FileServiceTest {

    private static final String UPLOADS = "/api/files/uploads";

    @Autowired
    private StringRedisTemplate redis;
    @Autowired
    private StagingArea staging;

    @Test
    void anUploadIsFoundByWhatItsSenderKnowsOfItAndContinued() {
        byte[] content = randomBytes(1_000);
        String digest = sha256(content);
        String wanted = alice.create(1_000, Map.of("filename", "lost.bin", "sha256", digest));
        alice.patch(wanted, 0, Arrays.copyOf(content, 300));
        alice.create(1_000, Map.of("filename", "other.bin"));
        alice.create(999, Map.of("filename", "lost.bin"));

        for (String query : List.of("sha256=" + digest, "name=lost.bin&size=1000",
                "sha256=" + digest.toUpperCase(Locale.ROOT) + "&name=lost.bin&size=1000")) {
            List<JsonNode> found = items(alice.get(UPLOADS + "?" + query));
            assertThat(found).as(query).hasSize(1);
            JsonNode upload = found.getFirst();
            assertThat(upload.at("/url").asString()).isEqualTo(wanted);
            assertThat(upload.at("/id").asString()).isEqualTo(FileClient.idOf(wanted));
            assertThat(upload.at("/offset").asLong()).isEqualTo(300);
            assertThat(upload.at("/size").asLong()).isEqualTo(1_000);
            assertThat(upload.at("/sha256").asString()).isEqualTo(digest);
            assertThat(Instant.parse(upload.at("/expiresAt").asString())).isAfter(Instant.now());
        }
        assertThat(items(alice.get(UPLOADS + "?name=lost.bin&size=1001"))).isEmpty();
    }

    @Test
    void whatIsFinishedExpiredOrOfOthersIsNotListed() {
        alice.upload("finished.bin", randomBytes(10));
        String expired = alice.create(10, Map.of());
        jdbc.sql("UPDATE uploads SET expires_at = :past WHERE id = :id")
                .param("past", UtcColumn.of(Instant.now().minus(Duration.ofSeconds(1))))
                .param("id", Ids.parse(FileClient.idOf(expired)).orElseThrow()).update();
        bob.create(10, Map.of("filename", "bobs.bin"));
        String open = alice.create(10, Map.of());

        assertThat(urls(alice.get(UPLOADS))).containsExactly(open);
    }

    @Test
    void aLengthThatIsNotKnownIsMissingAndAPartialUploadSaysSo() {
        alice.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Defer-Length", "1");
        alice.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Concat", "partial", "Upload-Length", "5");

        List<JsonNode> found = items(alice.get(UPLOADS));

        assertThat(found.get(0).at("/partial").asBoolean()).isTrue();
        assertThat(found.get(1).at("/size").isMissingNode()).isTrue();
        assertThat(found.get(1).at("/partial").isMissingNode()).isTrue();
    }

    @Test
    void pagesFollowEachOtherNewestFirst() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.addFirst(alice.create(10, Map.of()));
        }

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            HttpResponse<byte[]> page = alice.get(UPLOADS + "?limit=2" + cursor);
            listed.addAll(urls(page));
            JsonNode next = FileClient.json(page).at("/nextCursor");
            cursor = next.isMissingNode() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());

        assertThat(listed).isEqualTo(created);
    }

    @Test
    void offsetsComeFromRedisAndFromTheStagedFilesWhenItKnowsNothing() throws Exception {
        String upload = alice.create(1_000, Map.of());
        alice.patch(upload, 0, randomBytes(300));
        String key = UploadOffsets.KEYS + Ids.parse(FileClient.idOf(upload)).orElseThrow();
        await().until(() -> "300".equals(redis.opsForValue().get(key)));

        redis.opsForValue().set(key, "299"); // so that the answer tells where it comes from
        assertThat(items(alice.get(UPLOADS)).getFirst().at("/offset").asLong()).isEqualTo(299);
        assertThat(alice.offset(upload)).as("HEAD asks nobody but the file").isEqualTo(300);
        assertThat(items(alice.get(UPLOADS)).getFirst().at("/offset").asLong()).as("and ends it").isEqualTo(300);
        EmbeddedPartsSet.shared().redis().stop();
        try {
            Files.write(staging.fileOf(FileClient.idOf(upload)), randomBytes(400));
            assertThat(items(alice.get(UPLOADS)).getFirst().at("/offset").asLong()).isEqualTo(400);
        } finally {
            EmbeddedPartsSet.shared().redis().start();
            await().ignoreExceptions().until(() -> redis.hasKey(key) != null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "size=-1", "sha256=abc", "cursor=abc"})
    void whatMakesNoSenseIsRefusedByName(String query) {
        HttpResponse<byte[]> refused = alice.get(UPLOADS + "?" + query);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(FileClient.json(refused).at("/errors/0/field").asString())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void strangersSeeNothing() {
        assertThat(stranger().get(UPLOADS).statusCode()).isEqualTo(401);
    }

    @Test
    void aPageIsReadByIndexInItsOrder() {
        Map<String, Object> parameters = new HashMap<>(Map.of("owner", 1L, "below", Long.MAX_VALUE, "limit",
                51, "now", UtcColumn.of(Instant.now()), "name", "a", "size", 1L, "sha256",
                "a".getBytes(StandardCharsets.US_ASCII)));
        List<QueryPlan> plan = QueryPlan.of(jdbc, UnfinishedUploads.PAGE, parameters);

        QueryPlan.assertByIndex(plan, 100);
        assertThat(plan.getFirst().index()).isEqualTo("uploads_unfinished");
    }

    @Test
    void whatIsClaimedIsCountedByIndex() {
        QueryPlan.assertByIndex(QueryPlan.of(jdbc, UploadClaims.CLAIMED, Map.of("owner", 1L)), 100);
    }

    private static List<String> urls(HttpResponse<byte[]> page) {
        return items(page).stream().map(item -> item.at("/url").asString()).toList();
    }

    private static List<JsonNode> items(HttpResponse<byte[]> page) {
        assertThat(page.statusCode()).as(FileClient.text(page)).isEqualTo(200);
        return StreamSupport.stream(FileClient.json(page).at("/items").spliterator(), false).toList();
    }
}
