package dev.parley.file.processing;

import org.junit.jupiter.api.Test;

import dev.parley.file.fixture.FileServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** From the last byte to the blob store. */
class ProcessingTest extends FileServiceTest {

    @Test
    void anUploadBecomesAFileThatIsProcessedThenAvailableThenStored() {
        hashWorker.holdAnswers();
        byte[] content = randomBytes(10_000_000);

        String file = alice.upload("film.bin", content);

        assertThat(alice.status(file)).isEqualTo("processing");
        assertThat(alice.content(file).body()).as("readable while it is processed").isEqualTo(content);
        await().until(() -> hashWorker.requestsOfSize(content.length).size() == 1);
        hashWorker.answer(hashWorker.requestsOfSize(content.length).getFirst());
        awaitStatus(alice, file, "available");
        assertThat(alice.file(file).at("/sha256").asString()).isEqualTo(sha256(content));
        await().until(() -> placeOf(file), "stored"::equals);
        assertThat(alice.content(file).body()).as("readable from the blob store").isEqualTo(content);
    }
}
