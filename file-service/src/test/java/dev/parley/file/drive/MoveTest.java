package dev.parley.file.drive;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class MoveTest extends DriveWorld {

    @Test
    void aFileIsRenamedAndMoved() {
        String folder = folder(ann(), "root", "folder");
        String file = place("root", "before.txt");

        HttpResponse<byte[]> moved = patch(ann(), file, Map.of("name", " after.txt ", "folderId", folder));

        assertThat(moved.statusCode()).as(FileClient.text(moved)).isEqualTo(200);
        assertThat(FileClient.json(moved).at("/name").asString()).isEqualTo("after.txt");
        assertThat(FileClient.json(moved).at("/folderId").asString()).isEqualTo(folder);
        assertThat(FileClient.json(moved).at("/modifiedAt").asString())
                .isGreaterThan(FileClient.json(moved).at("/createdAt").asString());
        assertThat(names(ann(), "root")).containsExactly("folder");
        assertThat(names(ann(), folder)).containsExactly("after.txt");
        patch(ann(), file, Map.of("folderId", "root"));
        assertThat(names(ann(), "root")).containsExactly("folder", "after.txt");
    }

    @Test
    void aFolderTakesAlongWhatIsInIt() {
        String top = folder(ann(), "root", "top");
        String inner = folder(ann(), top, "inner");
        String file = place(inner, "file");
        String other = folder(ann(), "root", "other");

        assertThat(patch(ann(), top, Map.of("folderId", other)).statusCode()).isEqualTo(200);

        assertThat(ann().file(file).at("/folderId").asString()).isEqualTo(inner);
        assertThat(names(ann(), other)).containsExactly("top");
    }

    @Test
    void aFolderIsNotMovedIntoItself() {
        String top = folder(ann(), "root", "top");
        String inner = folder(ann(), top, "inner");
        String innermost = folder(ann(), inner, "innermost");

        for (String target : List.of(top, inner, innermost)) {
            HttpResponse<byte[]> refused = patch(ann(), top, Map.of("folderId", target));
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(FileClient.code(refused)).isEqualTo("folder-cycle");
        }
        assertThat(names(ann(), "root")).containsExactly("top");
    }

    @Test
    void aTakenNameIsRefusedOrNumbered() {
        place("root", "taken.txt");
        String file = place("root", "free.txt");

        HttpResponse<byte[]> refused = patch(ann(), file, Map.of("name", "taken.txt"));
        assertThat(FileClient.code(refused)).isEqualTo("name-taken");
        HttpResponse<byte[]> kept = patch(ann(), file, Map.of("name", "taken.txt", "onConflict", "keep-both"));
        assertThat(FileClient.json(kept).at("/name").asString()).isEqualTo("taken (2).txt");
        assertThat(FileClient.json(patch(ann(), file, Map.of("name", "TAKEN.txt"))).at("/name").asString())
                .as("another name").isEqualTo("TAKEN.txt");
        assertThat(patch(ann(), file, Map.of("name", "TAKEN.txt")).statusCode()).as("its own name").isEqualTo(200);
    }

    @Test
    void foldersAreNotMovedDeeperThanTheLimit() {
        String deep = "root";
        for (int depth = 1; depth < Folders.DEEPEST; depth++) {
            deep = folder(ann(), deep, "level " + depth);
        }
        String single = folder(ann(), "root", "single");
        String pair = folder(ann(), "root", "pair");
        folder(ann(), pair, "inner");

        assertThat(FileClient.code(patch(ann(), pair, Map.of("folderId", deep)))).isEqualTo("folders-too-deep");
        assertThat(patch(ann(), single, Map.of("folderId", deep)).statusCode()).isEqualTo(200);
    }

    @Test
    void aChangeMeantForAnotherVersionIsRefused() {
        String file = place("root", "one.txt");
        String tag = ann().get(DRIVE + "/" + file).headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> changed = patch(ann(), file, Map.of("name", "two.txt"), "If-Match", tag);
        HttpResponse<byte[]> late = patch(ann(), file, Map.of("name", "three.txt"), "If-Match", tag);

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(FileClient.code(late)).isEqualTo("precondition-failed");
        assertThat(delete(ann(), DRIVE + "/" + file, "If-Match", tag).statusCode()).isEqualTo(412);
        String newTag = changed.headers().firstValue("ETag").orElseThrow();
        assertThat(delete(ann(), DRIVE + "/" + file, "If-Match", "\"other\", " + newTag).statusCode()).isEqualTo(204);
    }

    @Test
    void whatCannotBeMovedThereIsRefused() {
        String file = place("root", "file");
        String theirs = folder(bob, "root", "theirs");

        for (String target : List.of(theirs, file, Ids.format(Ids.next()), "nonsense")) {
            assertThat(FileClient.code(patch(ann(), file, Map.of("folderId", target)))).as(target)
                    .isEqualTo("folder-not-found");
        }
        assertThat(patch(ann(), file, Map.of("name", "a/b")).statusCode()).isEqualTo(422);
        assertThat(patch(ann(), file, Map.of("onConflict", "x")).statusCode()).isEqualTo(422);
        assertThat(patch(ann(), file, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void foldersThatAreMovedAboutAtOnceNeverEndUpInACircle() throws Exception {
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            folders.add(folder(ann(), "root", "folder " + i));
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            List<Callable<Integer>> moves = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String moved = folders.get(random.nextInt(folders.size()));
                String target = random.nextInt(5) == 0 ? "root" : folders.get(random.nextInt(folders.size()));
                moves.add(() -> patch(ann(), moved, Map.of("folderId", target)).statusCode());
            }
            assertThat(atOnce(moves)).as("seed %d", seed).containsAnyOf(200, 409).allMatch(s -> s == 200 || s == 409);
            assertAllReachTheRoot(folders, seed);
        }
    }

    private void assertAllReachTheRoot(List<String> folders, long seed) {
        Map<Long, Long> parents = new HashMap<>();
        jdbc.sql("SELECT id, folder_id FROM user_files WHERE owner_id = ?").params(annId)
                .query(row -> {
                    parents.put(row.getLong("id"), row.getLong("folder_id"));
                });
        for (String folder : folders) {
            long up = number(folder);
            for (int steps = 0; up != Folders.ROOT; steps++) {
                assertThat(steps).as("a circle, seed %d", seed).isLessThan(10);
                up = parents.getOrDefault(up, Folders.ROOT);
            }
        }
    }
}
