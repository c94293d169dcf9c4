package dev.parley.file.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.fixture.RawUpload;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;
import dev.parley.platform.store.UtcColumn;

import static org.assertj.core.api.Assertions.assertThat;

/** Uploads whose connections do not last. */
class InterruptedUploadTest extends FileServiceTest {

    @Autowired
    private StagingArea staging;
    @Autowired
    private ExpiredUploads expired;
    @Autowired
    private UploadExpiry expiry;

    private final byte[] content = randomBytes(3_000_000);
    private String token;
    private String upload;

    @BeforeEach
    void open() {
        holdJob(UploadExpiry.JOB);
        token = issuer.token(Ids.next());
        alice = new FileClient(port, token);
        upload = alice.create(content.length, Map.of("filename", "cut.bin"));
    }

    @Test
    void aConnectionThatIsResetHalfWayKeepsWhatArrivedAndIsResumed() throws IOException {
        RawUpload cut = startWithHalf();
        awaitStagedHalf();
        cut.reset();

        long offset = alice.offset(upload);

        assertThat(offset).isEqualTo(content.length / 2);
        finishFrom(offset);
    }

    @Test
    void aConnectionThatIsClosedHalfWayKeepsWhatArrivedAndIsResumed() throws IOException {
        try (RawUpload cut = startWithHalf()) {
            awaitStagedHalf();
        }

        finishFrom(alice.offset(upload));
    }

    @Test
    void aClientThatSendsLessThanItSaidIsAnsweredAtOnce() throws IOException {
        try (RawUpload raw = startWithHalf()) {
            raw.endOutput();

            assertThat(raw.statusLine()).startsWith("HTTP/1.1 4");
        }
        assertThat(alice.offset(upload)).isEqualTo(content.length / 2);
    }

    @Test
    void aClientThatComesBackEndsItsStaleRequestInsteadOfWaitingForIt() throws IOException {
        try (RawUpload stale = startWithHalf()) {
            awaitStagedHalf();

            long offset = alice.offset(upload);
            assertThat(offset).isEqualTo(content.length / 2);
            finishFrom(offset);

            stale.write(randomBytes(1_000));
            assertThat(stale.statusLine()).matches("|HTTP/1.1 4.. ");
        }
        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void aNewPatchAlsoEndsTheStaleRequest() throws IOException {
        try (RawUpload stale = startWithHalf()) {
            awaitStagedHalf();

            finishFrom(content.length / 2);

            stale.write(randomBytes(1_000));
            assertThat(stale.statusLine()).matches("|HTTP/1.1 4.. ");
        }
        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void anUploadWhoseNodeDiedAfterTheLastByteIsFinishedWhenItsClientAsks() throws IOException {
        Files.write(stagedFile(), content);

        assertThat(alice.offset(upload)).isEqualTo(content.length);

        awaitStatus(alice, FileClient.idOf(upload), "available");
    }

    @Test
    void anUploadThatIsNotFinishedInTimeIsRemoved() throws IOException {
        alice.patch(upload, 0, Arrays.copyOf(content, 10));
        letExpire();

        assertThat(alice.patch(upload, 10, new byte[10]).statusCode()).isEqualTo(410);
        expired.remove(200);

        assertThat(alice.patch(upload, 10, new byte[10]).statusCode()).isEqualTo(404);
        assertThat(stagedFile()).doesNotExist();
    }

    @Test
    void onlyOneNodeRemovesExpiredUploadsAtATime() {
        letExpire();

        expiry.removeExpired();
        assertThat(alice.patch(upload, 0, new byte[10]).statusCode()).as("another node does it").isEqualTo(410);

        releaseJob(UploadExpiry.JOB);
        await().until(() -> {
            expiry.removeExpired();
            return alice.patch(upload, 0, new byte[10]).statusCode() == 404;
        });
    }

    @Test
    void anExpiredUploadThatIsCompleteBecomesAFile() throws IOException {
        Files.write(stagedFile(), content);
        letExpire();

        expired.remove(200);

        awaitStatus(alice, FileClient.idOf(upload), "available");
        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void theExpiryOfAFinishedUploadKeepsItsFile() {
        finishFrom(0);
        letExpire();

        expired.remove(200);

        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    private RawUpload startWithHalf() throws IOException {
        RawUpload raw = new RawUpload(port, token, upload, 0, content.length);
        raw.write(Arrays.copyOf(content, content.length / 2));
        return raw;
    }

    private void awaitStagedHalf() {
        await().until(() -> Files.size(stagedFile()) == content.length / 2);
    }

    private void finishFrom(long offset) {
        assertThat(alice.patch(upload, offset, Arrays.copyOfRange(content, (int) offset, content.length)).statusCode())
                .isEqualTo(204);
        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    private Path stagedFile() {
        return staging.fileOf(FileClient.idOf(upload));
    }

    private void letExpire() {
        jdbc.sql("UPDATE uploads SET expires_at = :past WHERE id = :id")
                .param("past", UtcColumn.of(java.time.Instant.now().minus(Duration.ofSeconds(1))))
                .param("id", Ids.parse(FileClient.idOf(upload)).orElseThrow()).update();
    }
}
