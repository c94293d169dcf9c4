package dev.parley.file.share;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What is behind a link, put into one's own drive. */
class SharedSaveTest extends ShareCalls {

    @Test
    void itIsAFileOfOnesOwnWithoutMovingAByte() {
        String file = availableFile(ann(), "given.bin", content);
        String url = url(file, Map.of());

        JsonNode saved = FileClient.json(ben().post(url + "/save", Map.of()));

        assertThat(saved.at("/name").asString()).isEqualTo("given.bin");
        assertThat(saved.at("/status").asString()).isEqualTo("available");
        assertThat(saved.at("/sha256").asString()).isEqualTo(sha256(content));
        String id = saved.at("/id").asString();
        assertThat(contentOf(id)).isEqualTo(contentOf(file));
        assertThat(ben().content(id).body()).isEqualTo(content);
        assertProblem(ann().get("/api/files/drive/" + id), 404, "file-not-found");
    }

    @Test
    void whatIsStillBeingLookedAtBecomesAvailableForBoth() {
        hashWorker.holdAnswers();
        byte[] fresh = randomBytes(21_503);
        String file = ann().upload("fresh.bin", fresh);

        String saved = FileClient.json(ben().post(url(file, Map.of()) + "/save", Map.of())).at("/id").asString();
        assertThat(ben().status(saved)).isEqualTo("processing");
        await().until(() -> !hashWorker.requestsOfSize(fresh.length).isEmpty());
        hashWorker.answer(hashWorker.requestsOfSize(fresh.length).getLast());

        awaitStatus(ben(), saved, "available");
        awaitStatus(ann(), file, "available");
    }

    @Test
    void aNameThatIsTakenIsRefusedOrBothAreKept() {
        String url = url(ann().upload("taken.bin", content), Map.of());
        ben().upload("taken.bin", randomBytes(10));

        assertProblem(ben().post(url + "/save", Map.of()), 409, "name-taken");
        assertThat(FileClient.json(ben().post(url + "/save", Map.of("onConflict", "keep-both"))).at("/name").asString())
                .isEqualTo("taken (2).bin");
        assertThat(FileClient.json(ben().post(url + "/save", Map.of("name", "other.bin"))).at("/name").asString())
                .isEqualTo("other.bin");
    }

    @Test
    void itGoesIntoAFolderOfOnesOwn() {
        String url = url(ann().upload("filed.bin", content), Map.of());
        String bens = FileClient.json(ben().post("/api/files/drive/folders", Map.of("name", "from ann"))).at("/id")
                .asString();

        JsonNode saved = FileClient.json(ben().post(url + "/save", Map.of("folderId", bens)));
        assertThat(saved.at("/folderId").asString()).isEqualTo(bens);

        assertProblem(carl().post(url + "/save", Map.of("folderId", bens)), 404, "folder-not-found");
        assertProblem(carl().post(url + "/save", Map.of("folderId", Ids.format(Ids.next()))), 404,
                "folder-not-found");
    }

    @Test
    void whatWasSavedStaysWhenTheLinkAndTheFileGo() {
        String file = availableFile(ann(), "kept.bin", content);
        JsonNode link = share(file, Map.of());
        String saved = FileClient.json(ben().post(link.at("/url").asString() + "/save", Map.of())).at("/id").asString();

        ann().delete(SHARES + "/" + link.at("/id").asString());
        assertThat(ann().delete("/api/files/drive/" + file).statusCode()).isEqualTo(204);
        assertThat(ann().delete("/api/files/trash/" + file).statusCode()).isEqualTo(204);

        assertThat(ben().content(saved).body()).isEqualTo(content);
    }

    @Test
    void aFileInTheTrashIsOpenedByNoLinkUntilItIsBack() {
        String file = ann().upload("trashed.bin", content);
        String url = url(file, Map.of());

        assertThat(ann().delete("/api/files/drive/" + file).statusCode()).isEqualTo(204);
        assertProblem(ben().get(url), 404, "share-not-found");
        assertProblem(ben().get(url + "/content"), 404, "share-not-found");
        assertProblem(ben().post(url + "/save", Map.of()), 404, "share-not-found");
        assertProblem(stranger().get("/internal/shares" + url.substring(SHARES.length())), 404, "share-not-found");

        assertThat(ann().post("/api/files/trash/" + file + "/restore", Map.of()).statusCode()).isEqualTo(200);
        assertThat(ben().get(url + "/content").body()).isEqualTo(content);
    }

    @Test
    void aFileInATrashedFolderIsOpenedByNoLinkUntilItIsBack() {
        String folder = FileClient.json(ann().post("/api/files/drive/folders", Map.of("name", "stuff"))).at("/id")
                .asString();
        String file = ann().upload(Map.of("filename", "inner.bin", "folder", folder), content);
        String url = url(file, Map.of());

        assertThat(ann().delete("/api/files/drive/" + folder).statusCode()).isEqualTo(204);
        assertProblem(ben().get(url), 404, "share-not-found");

        assertThat(ann().post("/api/files/trash/" + folder + "/restore", Map.of()).statusCode()).isEqualTo(200);
        assertThat(ben().get(url).statusCode()).isEqualTo(200);
    }

    @Test
    void aNameThatIsNoneNamesTheField() {
        String url = url(ann().upload("named.bin", content), Map.of());

        for (Map<String, String> wish : List.of(Map.of("name", "a/b"), Map.of("onConflict", "overwrite"))) {
            HttpResponse<byte[]> refused = ben().post(url + "/save", wish);
            assertProblem(refused, 422, "invalid-request");
            assertThat(FileClient.json(refused).at("/errors/0/field").asString())
                    .isEqualTo(wish.keySet().iterator().next());
        }
    }

    @Test
    void aRejectedFileHasNothingToSave() {
        String file = ann().upload(Map.of("filename", "lie.bin", "sha256", sha256(randomBytes(5))), content);
        String url = url(file, Map.of());
        awaitStatus(ann(), file, "rejected");

        assertProblem(ben().post(url + "/save", Map.of()), 409, "file-rejected");
    }
}
