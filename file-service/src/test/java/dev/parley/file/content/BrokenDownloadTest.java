package dev.parley.file.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Downloads that cannot be brought to their end. */
class BrokenDownloadTest extends FileServiceTest {

    @Autowired
    private StagingArea staging;

    @Test
    void bytesThatAreMissingBreakTheConnectionRatherThanPassForTheWhole() throws IOException {
        hashWorker.holdAnswers();
        String file = alice.upload("truncated.bin", randomBytes(5_000_000));
        jdbc.sql(
                "UPDATE unique_files u JOIN user_files f ON f.unique_file_id = u.id SET u.size = 6000000 WHERE f.id = :id")
                .param("id", Ids.parse(file).orElseThrow()).update();

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> alice.content(file));

        try (FileChannel channel = FileChannel.open(staging.fileOf(file), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    @Test
    void withTheBlobStoreAwayStoredContentsAreUnavailableForTheMoment() {
        byte[] content = randomBytes(10_000);
        String file = availableFile(alice, "far.bin", content);
        await().until(() -> placeOf(file), "stored"::equals);

        s3.stop();
        HttpResponse<byte[]> away = alice.content(file);
        s3.start();

        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(FileClient.code(away)).isEqualTo("unavailable");
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
        assertThat(alice.content(file).body()).isEqualTo(content);
    }
}
