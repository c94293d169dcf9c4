package dev.parley.file.drive;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FoldersTest extends DriveWorld {

    @Autowired
    private Folders folders;

    @Test
    void aFolderIsMadeShownAndListedBeforeTheFiles() {
        place("root", "a file");
        String folder = folder(ann(), "root", "z folder");
        String inner = folder(ann(), folder, "inner");

        JsonNode shown = ann().file(inner);
        assertThat(shown.at("/kind").asString()).isEqualTo("folder");
        assertThat(shown.at("/folderId").asString()).isEqualTo(folder);
        assertThat(shown.at("/status").asString()).isEqualTo("available");
        assertThat(shown.has("size") || shown.has("mediaType")).isFalse();
        assertThat(ann().file(folder).has("folderId")).isFalse();
        assertThat(names(ann(), "root")).containsExactly("z folder", "a file");
        assertThat(names(ann(), folder)).containsExactly("inner");
        assertThat(ann().content(folder).statusCode()).as("a folder has no content").isEqualTo(404);
        assertThat(FileClient.code(ann().post("/api/files/shares", Map.of("fileId", folder))))
                .isEqualTo("file-not-found");
    }

    @Test
    void aNameIsOneFilesOrOneFolders() {
        place("root", "plans");

        assertThat(FileClient.code(makeFolder(ann(), "root", "plans", null))).isEqualTo("name-taken");
        assertThat(makeFolder(ann(), "root", "Plans", "fail").statusCode()).as("another name").isEqualTo(201);
        assertThat(FileClient.json(makeFolder(ann(), "root", "plans", "keep-both")).at("/name").asString())
                .isEqualTo("plans (2)");
        String folder = folder(ann(), "root", "others");
        assertThat(makeFolder(ann(), folder, "plans", "fail").statusCode()).as("another place").isEqualTo(201);
    }

    @Test
    void ofFoldersOfOneNameAtOnceOneIsMadeOrAllAreKept() throws Exception {
        List<Integer> answers = atOnce(Collections.nCopies(6, () -> makeFolder(ann(), "root", "one", "fail")
                .statusCode()));
        assertThat(answers).containsOnly(201, 409).containsOnlyOnce(201);

        List<Integer> kept = atOnce(Collections.nCopies(6, () -> makeFolder(ann(), "root", "all", "keep-both")
                .statusCode()));
        assertThat(kept).containsOnly(201);
        assertThat(names(ann(), "root")).containsExactlyInAnyOrder("one", "all", "all (2)", "all (3)", "all (4)",
                "all (5)", "all (6)");
    }

    @Test
    void foldersAreNestedUpToALimit() {
        String folder = "root";
        for (int depth = 1; depth <= Folders.DEEPEST; depth++) {
            folder = folder(ann(), folder, "level " + depth);
        }

        assertThat(FileClient.code(makeFolder(ann(), folder, "one more", null))).isEqualTo("folders-too-deep");
        String file = place(folder, "deep down");
        assertThat(ann().file(file).at("/folderId").asString()).isEqualTo(folder);
    }

    @Test
    void whatCannotBeAFolderIsRefused() {
        String file = place("root", "file");
        String theirs = folder(bob, "root", "theirs");

        for (String parent : List.of(file, theirs, Ids.format(Ids.next()), "nonsense")) {
            HttpResponse<byte[]> refused = makeFolder(ann(), parent, "name", null);
            assertThat(FileClient.code(refused)).as(parent).isEqualTo("folder-not-found");
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(ann().get(DRIVE + "?folderId=" + parent).statusCode()).isEqualTo(404);
        }
        for (String name : List.of("", "  ", "a/b", "..", "x".repeat(300))) {
            HttpResponse<byte[]> refused = makeFolder(ann(), "root", name, null);
            assertThat(refused.statusCode()).as(name).isEqualTo(422);
            assertThat(FileClient.json(refused).at("/errors/0/field").asString()).isEqualTo("name");
        }
        assertThat(FileClient.json(makeFolder(ann(), "root", "name", "overwrite")).at("/errors/0/field").asString())
                .isEqualTo("onConflict");
        assertThat(ann().post(DRIVE + "/folders", Map.of()).statusCode()).isEqualTo(422);
    }

    @Test
    void aFileWhoseFolderIsGoneGoesToTheRootUnlessItsSenderCanBeAsked() {
        long theirs = number(folder(bob, "root", "theirs"));

        String file = place(Ids.format(theirs), "homeless");
        assertThat(ann().file(file).has("folderId")).isFalse();

        assertThatThrownBy(() -> committed(() -> files.addUnderItsName(newFile(theirs, "homeless too"))))
                .isInstanceOf(ProblemException.class).hasMessageContaining("no folder");
        assertThatThrownBy(() -> committed(() -> files.addUnderItsName(newFile(Folders.ROOT, "homeless"))))
                .isInstanceOf(ProblemException.class).hasMessageContaining("of this name");
        assertThatThrownBy(() -> folders.require(annId, theirs)).isInstanceOf(ProblemException.class);
        folders.require(annId, Folders.ROOT);
        assertThat(names(ann(), "root")).containsExactly("homeless");
    }

    @Test
    void theRootHasSeveralNamesInRequests() {
        assertThat(List.of(Folders.parse(null), Folders.parse(""), Folders.parse("root"))).containsOnly(Folders.ROOT);
        long id = Ids.next();
        assertThat(Folders.parse(Ids.format(id))).isEqualTo(id);
    }

    private NewUserFile newFile(long folder, String name) {
        return new NewUserFile(Ids.next(), annId, folder, new FileDescription(name, "text/plain", null), 10,
                newContent(10), FileStatus.PROCESSING);
    }
}
