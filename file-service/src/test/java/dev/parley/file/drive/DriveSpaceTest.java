package dev.parley.file.drive;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.account.AccountRemoval;
import dev.parley.file.content.Sha256;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What counts against a quota. */
class DriveSpaceTest extends DriveWorld {

    private static final long QUOTA = 100L << 30;

    @Autowired
    private DriveSpace space;
    @Autowired
    private AccountRemoval removal;

    @Test
    void eachContentCountsOnceForEachPerson() {
        String file = place(annId, "root", "a", 1000);
        placeAgain(annId, file, "b");
        place(annId, "root", "c", 500);
        long bobId = Ids.next();
        placeAgain(bobId, file, "b");

        assertThat(used(ann())).isEqualTo(1500);
        assertThat(used(person(bobId))).isEqualTo(1000);
        assertThat(used(person())).isZero();
    }

    @Test
    void theCountOfAnOlderDriveIsMadeWhenItIsFirstNeeded() {
        place(annId, "root", "a", 1000);
        jdbc.sql("DELETE FROM drive_usage WHERE owner_id = ?").params(annId).update();

        assertThat(used(ann())).isEqualTo(1000);
        place(annId, "root", "b", 500);
        assertThat(used(ann())).isEqualTo(1500);
        assertThat(count("SELECT used FROM drive_usage WHERE owner_id = ?", annId)).isEqualTo(1500);
    }

    @Test
    void twoContentsThatTurnOutToBeTheSameCountOnce() {
        String first = place(annId, "root", "first", 1000);
        String second = place(annId, "root", "second", 1000);
        long bobId = Ids.next();
        placeAgain(bobId, second, "bob's");

        committed(() -> files.makeAvailable(contentOf(second), contentOf(first)));

        assertThat(used(ann())).isEqualTo(1000);
        assertThat(used(person(bobId))).isEqualTo(1000);
        assertThat(contentOf(second)).isEqualTo(contentOf(first));
    }

    @Test
    void aRejectedFileFreesItsSpace() {
        Sha256 actual = Sha256.parse("ab".repeat(32)).orElseThrow();
        Sha256 declared = Sha256.parse("cd".repeat(32)).orElseThrow();
        long content = newContent(1000);
        committed(() -> files.add(new NewUserFile(Ids.next(), annId, Folders.ROOT,
                new FileDescription("a", "text/plain", declared), 1000, content, FileStatus.PROCESSING)));
        assertThat(used(ann())).isEqualTo(1000);

        committed(() -> assertThat(files.rejectOthersThan(actual, content)).isOne());

        assertThat(used(ann())).isZero();
    }

    @Test
    void whatDoesNotFitIsRefusedToTheByte() {
        String file = place(annId, "root", "nearly all", QUOTA - 100);

        place(annId, "root", "fits", 100);
        assertThatThrownBy(() -> place(annId, "root", "one byte", 1)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("more room");
        placeAgain(annId, file, "the same content");
        assertThat(used(ann())).isEqualTo(QUOTA);
        assertThat(names(ann(), "root")).doesNotContain("one byte");
    }

    @Test
    void ofManyFilesAtOnceAtTheEdgeOfTheQuotaAsManyAsFitAreTaken() throws Exception {
        place(annId, "root", "nearly all", QUOTA - 35);

        List<Boolean> taken = atOnce(Collections.nCopies(8, (Callable<Boolean>) () -> {
            try {
                place(annId, "root", "ten bytes", 10);
                return true;
            } catch (ProblemException full) {
                return false;
            }
        }));

        assertThat(taken).filteredOn(fits -> fits).hasSize(3);
        assertThat(used(ann())).isEqualTo(QUOTA - 5);
    }

    @Test
    void aDeletedAccountKeepsNoCounter() {
        place(annId, "root", "a", 1000);
        folder(ann(), "root", "folder");

        removal.remove(annId, java.time.Instant.now());

        assertThat(count("SELECT COUNT(*) FROM drive_usage WHERE owner_id = ?", annId)).isZero();
        assertThat(count("SELECT COUNT(*) FROM drive_trees WHERE owner_id = ?", annId)).isZero();
        assertThatThrownBy(() -> committed(() -> space.refuseIfOver(annId))).hasMessageContaining("deleted");
        assertThat(count("SELECT COUNT(*) FROM drive_usage WHERE owner_id = ?", annId)).isZero();
        assertThat(makeFolder(ann(), "root", "late", null).statusCode()).isEqualTo(403);
        assertThat(count("SELECT COUNT(*) FROM drive_trees WHERE owner_id = ?", annId)).isZero();
    }
}
