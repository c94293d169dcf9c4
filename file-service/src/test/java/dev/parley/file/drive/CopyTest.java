package dev.parley.file.drive;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CopyTest extends DriveWorld {

    @Autowired
    private Copies copies;
    @Autowired
    private Entries entries;
    @Autowired
    private Trash trash;
    @Autowired
    private Purge purge;
    @Autowired
    private Tree tree;

    @Test
    void aCopyOfAFileHasItsContentAndTakesNoSpace() {
        byte[] content = randomBytes(1_000);
        String file = availableFile(ann(), "file.txt", content);
        String folder = folder(ann(), "root", "folder");

        HttpResponse<byte[]> copied = copy(file, Map.of("folderId", folder, "name", "copy.txt"));

        assertThat(copied.statusCode()).as(FileClient.text(copied)).isEqualTo(201);
        String copy = FileClient.json(copied).at("/id").asString();
        assertThat(ann().content(copy).body()).isEqualTo(content);
        assertThat(FileClient.json(copied).at("/folderId").asString()).isEqualTo(folder);
        assertThat(used(ann())).isEqualTo(1_000);
        removeForGood(file);
        assertThat(ann().content(copy).body()).isEqualTo(content);
        removeForGood(copy);
        assertThat(used(ann())).isZero();
    }

    @Test
    void aFolderIsCopiedWithAllThatIsInIt() {
        String top = folder(ann(), "root", "top");
        String inner = folder(ann(), top, "inner");
        place(inner, "deep.txt");
        String processing = place(top, "processing.txt");
        for (int i = 0; i < 105; i++) {
            placeRejected(top, "rejected " + i);
        }
        place(top, "z.txt");

        HttpResponse<byte[]> copied = copy(top, Map.of("name", "again"));

        long copy = number(FileClient.json(copied).at("/id").asString());
        assertThat(tree.walk(annId, List.of(copy)).map(Tree.Walked::path)).containsExactly("again/", "again/inner/",
                "again/inner/deep.txt", "again/processing.txt", "again/z.txt");
        assertThat(tree.walk(annId, List.of(copy)).filter(walked -> walked.entry().name().equals("processing.txt"))
                .map(walked -> walked.entry().status())).containsExactly(FileStatus.PROCESSING);
        committed(() -> files.makeAvailable(contentOf(processing), contentOf(processing)));
        assertThat(tree.walk(annId, List.of(copy)).filter(walked -> walked.entry().name().equals("processing.txt"))
                .map(walked -> walked.entry().status())).containsExactly(FileStatus.AVAILABLE);
        assertThat(count("SELECT COUNT(*) FROM trash WHERE owner_id = ?", annId)).isZero();
    }

    @Test
    void aTakenNameIsRefusedOrNumbered() {
        String file = place("root", "file.txt");

        assertThat(FileClient.code(copy(file, Map.of()))).isEqualTo("name-taken");
        assertThat(FileClient.json(copy(file, Map.of("onConflict", "keep-both"))).at("/name").asString())
                .isEqualTo("file (2).txt");
        assertThat(names(ann(), "root")).containsExactlyInAnyOrder("file.txt", "file (2).txt");
    }

    @Test
    void copiesOfOneNameAtOnceAreOneOrAllKept() throws Exception {
        String file = place("root", "file.txt");
        List<Callable<Integer>> same = java.util.Collections.nCopies(5,
                () -> copy(file, Map.of("name", "one.txt")).statusCode());
        List<Callable<Integer>> kept = java.util.Collections.nCopies(5,
                () -> copy(file, Map.of("name", "all.txt", "onConflict", "keep-both")).statusCode());

        assertThat(atOnce(same)).containsOnly(201, 409).containsOnlyOnce(201);
        assertThat(atOnce(kept)).containsOnly(201);

        assertThat(names(ann(), "root")).hasSize(7).doesNotHaveDuplicates();
        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", annId)).as("nothing is left over")
                .isEqualTo(7);
    }

    @Test
    void aFolderIsNotCopiedIntoItselfNorTooDeep() {
        String top = folder(ann(), "root", "top");
        String inner = folder(ann(), top, "inner");

        assertThat(FileClient.code(copy(top, Map.of("folderId", inner)))).isEqualTo("folder-cycle");
        String deep = "root";
        for (int depth = 1; depth < Folders.DEEPEST; depth++) {
            deep = folder(ann(), deep, "level " + depth);
        }
        assertThat(FileClient.code(copy(top, Map.of("folderId", deep)))).isEqualTo("folders-too-deep");
        assertThat(copy(inner, Map.of("folderId", deep)).statusCode()).isEqualTo(201);
    }

    @Test
    void aCopyThatIsTooLargeLeavesNothing() {
        String top = folder(ann(), "root", "top");
        for (int i = 0; i < 5; i++) {
            place(top, "file " + i);
        }
        Copying few = new Copying(copies, entries, trash, purge,
                new DriveSettings(DataSize.ofBytes(0), java.time.Duration.ofDays(1), 5), Clock.systemUTC());

        assertThatThrownBy(() -> few.copy(new Copies.Wish(annId, number(top), OptionalLong.empty(), "copy",
                NameConflict.FAIL))).isInstanceOf(ProblemException.class).hasMessageContaining("in parts");

        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", annId)).isEqualTo(6);
        assertThat(count("SELECT COUNT(*) FROM trash WHERE owner_id = ?", annId)).isZero();
    }

    @Test
    void aCopyThatNobodyFinishesIsNeverSeenAndRemoved() {
        String top = folder(ann(), "root", "top");
        place(top, "file");
        Copies.Wish wish = new Copies.Wish(annId, number(top), OptionalLong.empty(), "copy", NameConflict.FAIL);
        long root = copies.begin(wish);
        copies.copySome(annId, root, new Copies.Pair(number(top), root), null);
        assertThat(names(ann(), "root")).containsExactly("top");
        assertThat(names(ann(), "/api/files/trash", "", 50)).isEmpty();
        assertThat(ann().get(DRIVE + "/" + Ids.format(root)).statusCode()).isEqualTo(404);
        jdbc.sql("UPDATE trash SET since = '2020-01-01' WHERE file_id = ?").params(root).update();

        assertThatThrownBy(() -> copies.finish(wish, root)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("too long");
        purge.removeDue(annId, java.time.Duration.ofMinutes(1));

        assertThat(count("SELECT COUNT(*) FROM user_files WHERE owner_id = ?", annId)).isEqualTo(2);
        assertThat(used(ann())).isEqualTo(10);
    }

    @Test
    void whatCannotBeCopiedIsRefused() {
        String rejected = placeRejected("root", "rejected");
        String theirs = place(Ids.next(), "root", "theirs", 10);

        assertThat(FileClient.code(copy(rejected, Map.of("name", "x")))).isEqualTo("file-rejected");
        assertThat(copy(theirs, Map.of()).statusCode()).isEqualTo(404);
        assertThat(copy("nonsense", Map.of()).statusCode()).isEqualTo(404);
    }

    private String placeRejected(String folder, String name) {
        long id = Ids.next();
        jdbc.sql("""
            INSERT INTO user_files (id, owner_id, folder_id, name, media_type, size, status, created_at)
            VALUES (?, ?, ?, ?, 't/t', 1, 'rejected', UTC_TIMESTAMP(6))""")
                .params(id, annId, Folders.parse(folder), name).update();
        return Ids.format(id);
    }

    private void removeForGood(String id) {
        delete(ann(), DRIVE + "/" + id);
        assertThat(delete(ann(), "/api/files/trash/" + id).statusCode()).isEqualTo(204);
    }

    private HttpResponse<byte[]> copy(String id, Map<String, String> wish) {
        return ann().post(DRIVE + "/" + id + "/copy", wish);
    }
}
