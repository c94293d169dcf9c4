package dev.parley.file.drive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.FileProblem;
import dev.parley.file.content.ContentReader;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileContentsTest extends FileServiceTest {

    @Autowired
    private FileContents contents;
    @Autowired
    private UserFiles files;

    @Test
    void aFileWhoseContentTurnsOutToBeKnownIsReadFromThatOne() throws IOException {
        byte[] content = randomBytes(33_333);
        availableFile(bob, "first.bin", content);
        hashWorker.holdAnswers();
        String second = alice.upload("second.bin", content);
        UserFile before = files.find(Ids.parse(second).orElseThrow()).orElseThrow();
        await().until(() -> hashWorker.requestsOfSize(content.length).size() > 1);
        hashWorker.answer(hashWorker.requestsOfSize(content.length).getLast());
        awaitStatus(alice, second, "available");
        assertThat(before.contentId()).isNotEqualTo(files.find(before.id()).orElseThrow().contentId());

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (ContentReader.Opened opened = contents.open(before)) {
            opened.bytes().copyTo(0, content.length, read);
        }

        assertThat(read.toByteArray()).isEqualTo(content);
    }

    @Test
    void aFileThatIsGoneHasNoContent() {
        String file = availableFile(alice, "gone.bin", randomBytes(33_334));
        UserFile before = files.find(Ids.parse(file).orElseThrow()).orElseThrow();
        alice.delete("/api/files/drive/" + file);
        alice.delete("/api/files/trash/" + file);

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> contents.open(before))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(FileProblem.FILE_NOT_FOUND));
    }
}
