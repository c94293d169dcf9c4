package dev.parley.file.share;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What a link may ask for: a password, a time, a number of downloads. */
class ShareTermsTest extends ShareCalls {

    @Test
    void aLinkWithAPasswordTellsNothingUntilThatIsKnown() {
        String file = ann().upload("secret plan.bin", content);
        String url = url(file, Map.of("password", "correct horse"));

        for (HttpResponse<byte[]> locked : List.of(ben().get(url), ben().get(url + "/content"),
                ben().post(url + "/save", Map.of()), ann().get(url))) {
            assertProblem(locked, 403, "share-locked");
            assertThat(FileClient.text(locked)).doesNotContain("secret plan");
        }
        assertProblem(ben().post(url + "/unlock", Map.of("password", "wrong horse")), 403, "share-password-wrong");

        String key = unlock(ben(), url, "correct horse");
        assertThat(FileClient.json(ben().get(url, "Parley-Share-Access", key)).at("/name").asString())
                .isEqualTo("secret plan.bin");
        assertThat(ben().get(url + "/content?access=" + key).body()).isEqualTo(content);
        assertThat(ben().send("POST", url + "/save", BodyPublishers.noBody(), "Parley-Share-Access", key).statusCode())
                .isEqualTo(201);
    }

    @Test
    void theKeyToALinkOpensItToOnePersonAndOpensNoOther() {
        String file = ann().upload("one.bin", content);
        String url = url(file, Map.of("password", "the same"));
        String other = url(file, Map.of("password", "the same"));
        String key = unlock(ben(), url, "the same");
        char last = key.charAt(key.length() - 10);
        String changed = key.substring(0, key.length() - 10) + (last == 'A' ? 'B' : 'A')
                + key.substring(key.length() - 9);

        assertThat(ben().get(url, "Parley-Share-Access", key).statusCode()).isEqualTo(200);
        assertProblem(carl().get(url, "Parley-Share-Access", key), 403, "share-locked");
        assertProblem(ben().get(other, "Parley-Share-Access", key), 403, "share-locked");
        for (String wrong : List.of(changed, key.substring(4), "x", "AAAA", "%%%")) {
            assertProblem(ben().get(url, "Parley-Share-Access", wrong), 403, "share-locked");
        }
    }

    @Test
    void passwordsAreNotGuessedForLongAndWhoGuessedIsLockedOutAlone() {
        String url = url(ann().upload("guess.bin", content), Map.of("password", "0815"));

        List<Integer> answers = IntStream.range(0, 13)
                .mapToObj(i -> ben().post(url + "/unlock", Map.of("password", "000" + i)).statusCode()).toList();

        assertThat(answers).startsWith(403).endsWith(429).containsOnly(403, 429);
        assertProblem(ben().post(url + "/unlock", Map.of("password", "0815")), 429, "too-many-requests");
        assertThat(unlock(carl(), url, "0815")).isNotEmpty();
    }

    @Test
    void thePasswordIsNeitherStoredNorTold() {
        JsonNode link = share(ann().upload("hashed.bin", content), Map.of("password", "correct horse"));

        String stored = jdbc.sql("SELECT password_hash FROM shares WHERE id = :id")
                .param("id", Ids.parse(link.at("/id").asString()).orElseThrow()).query(String.class).single();

        assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(link.toString()).doesNotContain("correct horse").doesNotContain("argon2");
        assertThat(link.at("/passwordProtected").asBoolean()).isTrue();
        assertThat(FileClient.text(ann().get(SHARES))).doesNotContain("argon2");
    }

    @Test
    void aLinkWithoutAPasswordHasNothingToUnlock() {
        String url = url(ann().upload("open.bin", content), Map.of());

        assertProblem(ben().post(url + "/unlock", Map.of("password", "anything")), 422, "invalid-request");
        assertProblem(ben().post(url + "/unlock", Map.of()), 422, "invalid-request");
    }

    @Test
    void aLinkClosesWhenItsTimeIsOver() {
        String url = url(ann().upload("short.bin", content), Map.of("expiresAt", Instant.now().plusSeconds(3)));

        await().until(() -> ben().get(url).statusCode(), status -> status == 410);
        for (HttpResponse<byte[]> late : List.of(ben().get(url), ben().get(url + "/content"),
                ben().post(url + "/save", Map.of()), ben().post(url + "/unlock", Map.of("password", "x")))) {
            assertProblem(late, 410, "share-expired");
        }
        String token = url.substring(SHARES.length());
        assertProblem(stranger().get("/internal/shares" + token), 410, "share-expired");
    }

    @Test
    void allThatAPersonFetchesIsOneDownloadWhereverItBegins() {
        JsonNode link = share(ann().upload("twice.bin", content), Map.of("maxDownloads", 2));
        String url = link.at("/url").asString();

        assertThat(ben().head(url + "/content").statusCode()).isEqualTo(200);
        assertThat(ben().get(url + "/content", "Range", "bytes=90000-").statusCode()).isEqualTo(416);
        assertThat(left(url)).isEqualTo(2);
        for (String range : List.of("bytes=100-199", "bytes=0-99", "bytes=200-", "bytes=1-")) {
            assertThat(ben().get(url + "/content", "Range", range).statusCode()).isEqualTo(206);
        }
        assertThat(left(url)).isEqualTo(1);

        assertThat(carl().get(url + "/content", "Range", "bytes=1-").body())
                .isEqualTo(Arrays.copyOfRange(content, 1, content.length));
        assertThat(left(url)).isZero();
        assertProblem(ann().get(url + "/content", "Range", "bytes=1-"), 410, "share-exhausted");
        assertProblem(ann().post(url + "/save", Map.of()), 410, "share-exhausted");
        assertThat(ben().get(url + "/content").body()).isEqualTo(content);
        assertThat(ann().head(url + "/content").statusCode()).isEqualTo(200);

        long id = Ids.parse(link.at("/id").asString()).orElseThrow();
        jdbc.sql("UPDATE share_downloads SET counted_at = counted_at - INTERVAL 25 HOUR WHERE share_id = :id")
                .param("id", id).update();
        assertProblem(ben().get(url + "/content"), 410, "share-exhausted");
    }

    @Test
    void ofManyWhoDownloadAtOnceExactlyAsManyAsMayDo() throws Exception {
        String url = url(ann().upload("rush.bin", content), Map.of("maxDownloads", 5));
        List<FileClient> crowd = IntStream.range(0, 20).mapToObj(i -> person()).toList();
        // Each of them with two connections, as download tools have.
        List<Callable<Integer>> downloads = IntStream.range(0, 40)
                .<Callable<Integer>>mapToObj(i -> () -> crowd.get(i / 2)
                        .get(url + "/content", "Range", i % 2 == 0 ? "bytes=0-9999" : "bytes=10000-").statusCode())
                .toList();

        int[] through = new int[20];
        try (var threads = Executors.newFixedThreadPool(40)) {
            List<Future<Integer>> answers = threads.invokeAll(downloads);
            for (int i = 0; i < answers.size(); i++) {
                through[i / 2] += statusOf(answers.get(i)) == 206 ? 1 : 0;
            }
        }

        assertThat(Arrays.stream(through).filter(parts -> parts == 2).count()).isEqualTo(5);
        assertThat(Arrays.stream(through).filter(parts -> parts == 0).count()).isEqualTo(15);
    }

    @Test
    void aLinkThatWasTakenBackOpensNothingFromThatMomentOn() {
        String file = ann().upload("revoked.bin", content);
        JsonNode link = share(file, Map.of("password", "1234"));
        String url = link.at("/url").asString();
        String stays = url(file, Map.of());
        String key = unlock(ben(), url, "1234");
        assertThat(ben().get(url, "Parley-Share-Access", key).statusCode()).isEqualTo(200);

        assertThat(ann().delete(SHARES + "/" + link.at("/id").asString()).statusCode()).isEqualTo(204);

        assertProblem(ben().get(url, "Parley-Share-Access", key), 404, "share-not-found");
        assertProblem(ben().post(url + "/unlock", Map.of("password", "1234")), 404, "share-not-found");
        assertProblem(ann().delete(SHARES + "/" + link.at("/id").asString()), 404, "share-not-found");
        assertThat(ben().get(stays).statusCode()).isEqualTo(200);
        assertThat(items(ann().get(SHARES + "?fileId=" + file))).hasSize(1);
    }

    @Test
    void versionsThatKnowNoTermsDoNotFindALinkThatHasSome() {
        String file = ann().upload("versions.bin", content);
        String open = url(file, Map.of());
        String guarded = url(file, Map.of("maxDownloads", 1));

        assertThat(foundAsBefore(open)).isEqualTo(1);
        assertThat(foundAsBefore(guarded)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"password | '123'", "password | ''", "maxDownloads | 0", "maxDownloads | -1",
        "maxDownloads | 1000001", "expiresAt | tomorrow", "expiresAt | 2020-01-01T00:00:00Z",
        "expiresAt | +999999999-01-01T00:00:00Z", "channelId | 'not an id'"})
    void aWishThatCannotBeMetNamesItsField(String field, String value) {
        String file = ann().upload("wish.bin", new byte[1]);
        Object given = field.equals("maxDownloads") ? Integer.valueOf(value) : value;

        HttpResponse<byte[]> refused = ann().post(SHARES, Map.of("fileId", file, field, given));

        assertProblem(refused, 422, "invalid-request");
        assertThat(FileClient.json(refused).at("/errors/0/field").asString()).isEqualTo(field);
    }

    private int left(String url) {
        return FileClient.json(ben().get(url)).at("/downloadsLeft").asInt();
    }

    private int foundAsBefore(String url) {
        return jdbc.sql("SELECT COUNT(*) FROM shares WHERE token_hash = UNHEX(SHA2(:token, 256))")
                .param("token", url.substring(url.lastIndexOf('/') + 1)).query(Integer.class).single();
    }

    private static int statusOf(Future<Integer> answer) throws InterruptedException, ExecutionException {
        assertThat(answer.get()).isIn(206, 410);
        return answer.get();
    }
}
