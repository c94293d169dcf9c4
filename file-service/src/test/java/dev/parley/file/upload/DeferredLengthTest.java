package dev.parley.file.upload;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Uploads whose length is told when it is known. */
class DeferredLengthTest extends FileServiceTest {

    private final byte[] content = randomBytes(1_000);

    @Test
    void theLengthIsToldWithTheLastPart() {
        String upload = open();
        assertThat(alice.patch(upload, 0, part(0, 400)).statusCode()).isEqualTo(204);
        HttpResponse<byte[]> before = alice.tus("HEAD", upload, BodyPublishers.noBody());

        assertThat(patch(upload, 400, "1000", part(400, 1_000)).statusCode()).isEqualTo(204);

        assertThat(before.headers().firstValue("Upload-Defer-Length")).hasValue("1");
        assertThat(before.headers().firstValue("Upload-Length")).isEmpty();
        HttpResponse<byte[]> after = alice.tus("HEAD", upload, BodyPublishers.noBody());
        assertThat(after.headers().firstValue("Upload-Defer-Length")).isEmpty();
        assertThat(after.headers().firstValue("Upload-Length")).hasValue("1000");
        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void theLengthMayBeToldBeforeTheLastPartAndAfterIt() {
        String early = open();
        assertThat(patch(early, 0, "1000", part(0, 400)).statusCode()).isEqualTo(204);
        assertThat(alice.patch(early, 400, part(400, 1_000)).statusCode()).isEqualTo(204);
        String late = open();
        assertThat(alice.patch(late, 0, content).statusCode()).isEqualTo(204);
        assertThat(patch(late, 1_000, "1000", new byte[0]).statusCode()).isEqualTo(204);

        assertThat(alice.content(FileClient.idOf(early)).body()).isEqualTo(content);
        assertThat(alice.content(FileClient.idOf(late)).body()).isEqualTo(content);
    }

    @Test
    void aContentThatTurnsOutToBeEmptyIsAFile() {
        String upload = open();

        assertThat(patch(upload, 0, "0", new byte[0]).statusCode()).isEqualTo(204);

        assertThat(alice.content(FileClient.idOf(upload)).body()).isEmpty();
    }

    @Test
    void aLengthThatIsKnownDoesNotChange() {
        String upload = open();
        patch(upload, 0, "1000", part(0, 400));

        assertThat(patch(upload, 400, "1001", part(400, 1_000)).statusCode()).isEqualTo(400);
        assertThat(patch(upload, 400, "1000", part(400, 500)).statusCode()).isEqualTo(204);
        assertThat(alice.offset(upload)).isEqualTo(500);
    }

    @Test
    void aLengthBelowTheOffsetOrBeyondTheLimitIsRefused() {
        String upload = open();
        alice.patch(upload, 0, part(0, 400));

        assertThat(patch(upload, 400, "399", new byte[0]).statusCode()).isEqualTo(400);
        assertThat(patch(upload, 400, "104857601", new byte[0]).statusCode()).isEqualTo(413);
        assertThat(alice.offset(upload)).isEqualTo(400);
    }

    @Test
    void theHeadersExcludeEachOther() {
        assertThat(create("Upload-Defer-Length", "1", "Upload-Length", "5").statusCode()).isEqualTo(400);
        assertThat(create("Upload-Defer-Length", "0").statusCode()).isEqualTo(400);
        assertThat(create("Upload-Defer-Length", "yes").statusCode()).isEqualTo(400);
    }

    private String open() {
        return create("Upload-Defer-Length", "1").headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<byte[]> create(String... headers) {
        return alice.tus("POST", "/api/files/uploads", BodyPublishers.noBody(), headers);
    }

    private HttpResponse<byte[]> patch(String upload, long offset, String length, byte[] body) {
        return alice.tus("PATCH", upload, BodyPublishers.ofByteArray(body), "Upload-Offset", Long.toString(offset),
                "Content-Type", "application/offset+octet-stream", "Upload-Length", length);
    }

    private byte[] part(int from, int to) {
        return Arrays.copyOfRange(content, from, to);
    }
}
