package dev.parley.file.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.parley.file.staging.StagedFiles.StagedFile;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class StagedFilesTest {

    @TempDir
    private Path root;
    private StagingArea staging;
    private StagedFiles files;

    @BeforeEach
    void open() throws IOException {
        StagingSettings settings = new StagingSettings(root);
        staging = new StagingArea(settings);
        files = new StagedFiles(settings);
    }

    @Test
    void pagesHaveEachFileOnce() throws IOException {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            made.add(make(Ids.format(Ids.next() + i * 7L)));
        }
        make("0000000000AAB");
        made.add("0000000000AAB");
        make("1000000000AAB");
        made.add("1000000000AAB");

        List<String> listed = new ArrayList<>();
        List<StagedFile> page = files.list(null, 3);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            page.forEach(file -> listed.add(file.key()));
            page = files.list(page.getLast().key(), 3);
        }

        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void aPageGoesOnAfterAFileThatIsGone() throws IOException {
        make("0000000000AAA");
        make("2000000000AAA");
        make("0000000000AAB");

        assertThat(files.list("1000000000AAA", 9)).extracting(StagedFile::key)
                .containsExactly("2000000000AAA", "0000000000AAB");
    }

    @Test
    void whatIsNoStagedFileIsPassedOver() throws IOException {
        Files.writeString(root.resolve("README"), "of the operator");
        Files.createDirectories(root.resolve("lost+found"));
        Files.writeString(root.resolve("lost+found").resolve("#1234"), "x");

        assertThat(files.list(null, 9)).isEmpty();
    }

    private String make(String key) throws IOException {
        staging.create(key);
        return key;
    }
}
