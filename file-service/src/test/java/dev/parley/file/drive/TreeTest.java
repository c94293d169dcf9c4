package dev.parley.file.drive;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TreeTest extends DriveWorld {

    @Autowired
    private Tree tree;

    @Test
    void aSelectionIsWalkedFolderByFolder() {
        String top = folder(ann(), "root", "top");
        String inner = folder(ann(), top, "inner");
        folder(ann(), top, "empty");
        place(top, "b.txt");
        place(top, "a.txt");
        place(inner, "deep.txt");
        String single = place("root", "single.txt");
        place("root", "not selected.txt");

        assertThat(paths(single, top, single)).containsExactly("single.txt", "top/", "top/empty/", "top/inner/",
                "top/inner/deep.txt", "top/a.txt", "top/b.txt");
    }

    @Test
    void namesOfTheSelectionThatAreEqualAreToldApart() {
        String one = folder(ann(), "root", "one");
        String two = folder(ann(), "root", "two");
        String first = place(one, "same.txt");
        String second = place(two, "same.txt");
        String third = place("root", "same (2).txt");
        String folder = folder(ann(), one, "same (2).txt (3)");

        assertThat(paths(first, third, second, folder)).doesNotHaveDuplicates()
                .contains("same.txt", "same (2).txt", "same (3).txt");
    }

    @Test
    void aFolderOfManyPagesIsWalkedWhole() {
        String folder = folder(ann(), "root", "many");
        committed(() -> jdbc
                .sql("""
                    INSERT INTO user_files (id, owner_id, folder_id, name, media_type, size, status, created_at)
                    SELECT :first + seq, :owner, :folder, CONCAT('file ', LPAD(seq, 4, '0')), 't/t', 1, 'rejected', UTC_TIMESTAMP(6)
                    FROM seq_1_to_345""")
                .param("first", Ids.next()).param("owner", annId).param("folder", number(folder)).update());

        List<String> paths = paths(folder);

        assertThat(paths).hasSize(346).isSorted().doesNotHaveDuplicates();
        assertThat(paths.getLast()).isEqualTo("many/file 0345");
    }

    @Test
    void whatIsNotInOnesDriveCannotBeSelected() {
        String mine = place("root", "mine.txt");
        String theirs = folder(bob, "root", "theirs");

        for (String other : List.of(theirs, Ids.format(Ids.next()))) {
            assertThatThrownBy(() -> tree.walk(annId, List.of(number(mine), number(other))))
                    .isInstanceOf(ProblemException.class).hasMessageContaining(other);
        }
    }

    private List<String> paths(String... ids) {
        return tree.walk(annId, Stream.of(ids).map(DriveWorld::number).toList()).map(Tree.Walked::path).toList();
    }
}
