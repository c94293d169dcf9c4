package dev.parley.file.drive;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import dev.parley.file.account.AccountRemoval;
import dev.parley.file.content.Sha256;
import dev.parley.file.fixture.FileClient;
import dev.parley.platform.store.UtcColumn;

import static org.assertj.core.api.Assertions.assertThat;

class TrashTest extends DriveWorld {

    private static final String TRASH = "/api/files/trash";

    @Autowired
    private TrashExpiry expiry;
    @Autowired
    private AccountRemoval removal;
    @Autowired
    private Tree tree;

    @Test
    void whatIsInTheTrashIsOnlySeenThere() {
        byte[] content = randomBytes(100);
        String file = availableFile(ann(), "file.txt", content);
        String link = FileClient.json(ann().post("/api/files/shares", Map.of("fileId", file))).at("/url").asString();

        trash(file);

        assertThat(ann().get(DRIVE + "/" + file).statusCode()).isEqualTo(404);
        assertThat(ann().content(file).statusCode()).isEqualTo(404);
        assertThat(ann().get(link).statusCode()).isEqualTo(404);
        assertThat(ann().post("/api/files/shares", Map.of("fileId", file)).statusCode()).isEqualTo(404);
        assertThat(names(ann(), "root")).isEmpty();
        JsonNode trashed = FileClient.json(ann().get(TRASH)).at("/items/0");
        assertThat(trashed.at("/id").asString()).isEqualTo(file);
        assertThat(trashed.at("/status").asString()).isEqualTo("available");
        assertThat(Duration.between(Instant.parse(trashed.at("/trashedAt").asString()),
                Instant.parse(trashed.at("/expiresAt").asString()))).isEqualTo(Duration.ofDays(30));
        assertThat(used(ann())).as("it counts").isEqualTo(100);
        assertThat(names(bob, TRASH, "", 50)).isEmpty();

        HttpResponse<byte[]> restored = restore(file, null);
        assertThat(FileClient.json(restored).at("/status").asString()).isEqualTo("available");
        assertThat(ann().content(file).body()).isEqualTo(content);
        assertThat(ann().get(link).statusCode()).isEqualTo(200);
        assertThat(names(ann(), TRASH, "", 50)).isEmpty();
    }

    @Test
    void whatIsInATrashedFolderIsGoneAndComesBackWithIt() {
        String folder = folder(ann(), "root", "folder");
        String inner = folder(ann(), folder, "inner");
        String file = place(inner, "file.txt");

        trash(folder);

        for (String id : List.of(folder, inner, file)) {
            assertThat(ann().get(DRIVE + "/" + id).statusCode()).isEqualTo(404);
            assertThat(patch(ann(), id, Map.of("name", "x")).statusCode()).isEqualTo(404);
            assertThat(delete(ann(), DRIVE + "/" + id).statusCode()).isEqualTo(404);
        }
        assertThat(ann().get(DRIVE + "?folderId=" + inner).statusCode()).isEqualTo(404);
        assertThat(ann().content(file).statusCode()).isEqualTo(404);
        assertThat(FileClient.code(makeFolder(ann(), inner, "new", null))).isEqualTo("folder-not-found");
        assertThat(names(ann(), TRASH, "", 50)).as("its root alone").containsExactly("folder");
        assertThat(restore(file, null).statusCode()).as("only as a whole").isEqualTo(404);

        restore(folder, null);
        assertThat(ann().file(file).at("/folderId").asString()).isEqualTo(inner);
        assertThat(tree.walk(annId, List.of(number(folder))).map(Tree.Walked::path))
                .containsExactly("folder/", "folder/inner/", "folder/inner/file.txt");
    }

    @Test
    void whatWasTrashedBeforeItsFolderStaysByItselfAndGoesToTheRootWhenTheFolderIsGone() {
        String folder = folder(ann(), "root", "folder");
        String first = place(folder, "first.txt");
        String second = place(folder, "second.txt");
        trash(first);
        trash(second);
        trash(folder);
        assertThat(names(ann(), TRASH, "", 1)).containsExactly("folder", "second.txt", "first.txt");

        assertThat(FileClient.json(restore(first, null)).has("folderId")).as("the folder is in the trash").isFalse();
        assertThat(delete(ann(), TRASH + "/" + folder).statusCode()).isEqualTo(204);
        assertThat(FileClient.json(restore(second, null)).has("folderId")).isFalse();
        assertThat(names(ann(), "root")).containsExactly("first.txt", "second.txt");
    }

    @Test
    void aNameThatIsTakenMeanwhileIsRefusedOrNumbered() {
        String old = place("root", "name.txt");
        trash(old);
        place("root", "name.txt");

        HttpResponse<byte[]> refused = restore(old, null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(FileClient.code(refused)).isEqualTo("name-taken");
        assertThat(FileClient.json(restore(old, "keep-both")).at("/name").asString()).isEqualTo("name (2).txt");
    }

    @Test
    void whatIsRemovedForGoodFreesItsContentAndItsSpace() {
        String folder = folder(ann(), "root", "folder");
        String inner = folder(ann(), folder, "inner");
        String mine = place(annId, inner, "mine", 1000);
        String shared = place(annId, folder, "shared", 500);
        String kept = placeAgain(annId, shared, "kept");
        long mineContent = contentOf(mine);
        trash(folder);
        assertThat(used(ann())).isEqualTo(1500);

        assertThat(delete(ann(), TRASH + "/" + folder).statusCode()).isEqualTo(204);

        assertThat(used(ann())).isEqualTo(500);
        assertThat(count("SELECT COUNT(*) FROM unique_files WHERE id = ?", mineContent)).isZero();
        assertThat(count("SELECT COUNT(*) FROM unique_files WHERE id = ?", contentOf(kept))).isOne();
        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", annId)).isOne();
        assertThat(count("SELECT COUNT(*) FROM trash WHERE owner_id = ?", annId)).isZero();
        assertThat(delete(ann(), TRASH + "/" + folder).statusCode()).isEqualTo(404);
        assertThat(restore(folder, null).statusCode()).isEqualTo(404);
    }

    @Test
    void theTrashIsEmptiedWhateverIsInIt() {
        String folder = folder(ann(), "root", "many");
        fill(folder, 250);
        trash(folder);
        trash(place("root", "single"));
        String stays = place("root", "stays");

        assertThat(delete(ann(), TRASH).statusCode()).isEqualTo(204);

        assertThat(names(ann(), TRASH, "", 50)).isEmpty();
        expiry.run(); // what a slow machine did not do within the request
        await().until(() -> count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", annId) == 1);
        assertThat(ann().get(DRIVE + "/" + stays).statusCode()).isEqualTo(200);
        assertThat(delete(ann(), TRASH).statusCode()).as("an empty one").isEqualTo(204);
    }

    @Test
    void whatHasBeenInTheTrashForTooLongIsRemoved() {
        String old = place("root", "old");
        String young = place("root", "young");
        trash(old);
        trash(young);
        jdbc.sql("UPDATE trash SET since = ? WHERE file_id = ?")
                .params(UtcColumn.of(Instant.now().minus(Duration.ofDays(31))), number(old)).update();

        expiry.run();

        await().until(() -> count("SELECT COUNT(*) FROM user_files WHERE id = ?", number(old)) == 0);
        assertThat(names(ann(), TRASH, "", 50)).containsExactly("young");
    }

    @Test
    void digestsThatComeWhileAFileIsInTheTrashDoNotBringItBack() {
        String file = place("root", "processing");
        String other = place("root", "declared");
        Sha256 declared = Sha256.parse("cd".repeat(32)).orElseThrow();
        jdbc.sql("UPDATE user_files SET declared_sha256 = ? WHERE id = ?").params(declared.bytes(), number(other))
                .update();
        trash(file);
        trash(other);
        Sha256 actual = Sha256.parse("ab".repeat(32)).orElseThrow();

        committed(() -> {
            files.makeAvailable(contentOf(file), contentOf(file));
            files.rejectOthersThan(actual, contentOf(other));
        });

        assertThat(names(ann(), "root")).isEmpty();
        assertThat(FileClient.json(restore(other, null)).at("/status").asString()).isEqualTo("rejected");
        assertThat(FileClient.json(restore(file, null)).at("/status").asString()).isEqualTo("processing");
    }

    @Test
    void aDeletedAccountKeepsNoTrash() {
        String folder = folder(ann(), "root", "folder");
        place(folder, "file");
        trash(folder);

        removal.remove(annId, Instant.now());

        assertThat(count("SELECT COUNT(*) FROM trash WHERE owner_id = ?", annId)).isZero();
        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", annId)).isZero();
    }

    @Test
    void aListWithImpossibleParametersIsRefused() {
        for (String query : List.of("limit=0", "limit=201", "cursor=nonsense", "cursor=!", "cursor=")) {
            HttpResponse<byte[]> answer = ann().get(TRASH + "?" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(422);
        }
    }

    private void fill(String folder, int count) {
        jdbc.sql("""
            INSERT INTO user_files (id, owner_id, folder_id, name, media_type, size, status, created_at)
            SELECT :first + seq, :owner, :folder, CONCAT('file ', seq), 't/t', 1, 'rejected', UTC_TIMESTAMP(6)
            FROM seq_1_to_%d""".formatted(count))
                .param("first", dev.parley.platform.id.Ids.next()).param("owner", annId)
                .param("folder", number(folder)).update();
    }

    private void trash(String id) {
        assertThat(delete(ann(), DRIVE + "/" + id).statusCode()).isEqualTo(204);
    }

    private HttpResponse<byte[]> restore(String id, @org.jspecify.annotations.Nullable String onConflict) {
        return ann().post(TRASH + "/" + id + "/restore", onConflict == null
                ? Map.of()
                : Map.of("onConflict",
                        onConflict));
    }
}
