package dev.parley.file.upload;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** tus 1.0.0 as a client sees it. */
class TusTest extends FileServiceTest {

    private static final String UPLOADS = "/api/files/uploads";

    @Test
    void optionsTellWhatIsOffered() {
        HttpResponse<byte[]> options = alice.send("OPTIONS", UPLOADS, BodyPublishers.noBody());

        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Tus-Version")).hasValue("1.0.0");
        assertThat(options.headers().firstValue("Tus-Extension"))
                .hasValue("creation,creation-with-upload,creation-defer-length,checksum,expiration,termination,"
                        + "concatenation");
        assertThat(options.headers().firstValue("Tus-Max-Size")).hasValue("104857600");
        assertThat(options.headers().firstValue("Tus-Checksum-Algorithm")).hasValue("sha1,sha256,crc32,md5");
    }

    @Test
    void anUploadInSeveralPartsArrivesWhole() {
        byte[] content = randomBytes(1_000_000);
        String upload = alice.create(content.length, Map.of("filename", "parts.bin"));
        assertThat(upload).as("a path, since the gateway is in front").startsWith(UPLOADS + "/");

        for (int offset = 0; offset < content.length; offset += 300_000) {
            int end = Math.min(content.length, offset + 300_000);
            HttpResponse<byte[]> patched = alice.patch(upload, offset, Arrays.copyOfRange(content, offset, end));
            assertThat(patched.statusCode()).isEqualTo(204);
            assertThat(patched.headers().firstValue("Upload-Offset")).hasValue(Integer.toString(end));
        }

        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void headTellsOffsetLengthAndMetadataAndIsNotCached() {
        String upload = alice.create(10, Map.of("filename", "a.bin"));
        alice.patch(upload, 0, randomBytes(4));

        HttpResponse<byte[]> head = alice.tus("HEAD", upload, BodyPublishers.noBody());

        assertThat(head.headers().firstValue("Upload-Offset")).hasValue("4");
        assertThat(head.headers().firstValue("Upload-Length")).hasValue("10");
        assertThat(head.headers().firstValue("Upload-Metadata")).hasValue("filename YS5iaW4=");
        assertThat(head.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(head.headers().firstValue("Tus-Resumable")).hasValue("1.0.0");
        assertThat(head.headers().firstValue("Upload-Expires").orElseThrow()).endsWith("GMT");
    }

    @Test
    void anotherOffsetThanTheUploadsIsAConflictThatTellsTheRightOne() {
        String upload = alice.create(10, Map.of());
        alice.patch(upload, 0, randomBytes(4));

        HttpResponse<byte[]> wrong = alice.patch(upload, 3, randomBytes(4));

        assertThat(wrong.statusCode()).isEqualTo(409);
        assertThat(FileClient.code(wrong)).isEqualTo("offset-mismatch");
        assertThat(FileClient.json(wrong).at("/offset").asLong()).isEqualTo(4);
        assertThat(alice.offset(upload)).isEqualTo(4);
    }

    @Test
    void anEmptyFileIsFinishedWhenItIsCreated() {
        String upload = alice.create(0, Map.of("filename", "empty.txt"));

        awaitStatus(alice, FileClient.idOf(upload), "available");
        assertThat(alice.offset(upload)).isZero();
        assertThat(alice.content(FileClient.idOf(upload)).body()).isEmpty();
    }

    @Test
    void creationMayCarryTheBytes() {
        byte[] content = randomBytes(5_000);

        HttpResponse<byte[]> created = alice.tus("POST", UPLOADS, BodyPublishers.ofByteArray(content), "Upload-Length",
                "5000", "Content-Type", "application/offset+octet-stream");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Upload-Offset")).hasValue("5000");
        String file = FileClient.idOf(created.headers().firstValue("Location").orElseThrow());
        assertThat(alice.content(file).body()).isEqualTo(content);
    }

    @Test
    void theLastPartMayBeSentAgainWithoutHarm() {
        byte[] content = randomBytes(100);
        String upload = alice.create(100, Map.of());
        alice.patch(upload, 0, content);

        assertThat(alice.offset(upload)).as("a client whose answer got lost asks").isEqualTo(100);
        assertThat(alice.patch(upload, 100, new byte[0]).statusCode()).isEqualTo(204);
        assertThat(alice.patch(upload, 0, content).statusCode()).isEqualTo(409);
        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void aBodyBeyondTheLengthIsRefusedAndNotKept() {
        String upload = alice.create(10, Map.of());

        HttpResponse<byte[]> tooMuch = alice.patch(upload, 0, randomBytes(11));

        assertThat(tooMuch.statusCode()).isEqualTo(413);
        assertThat(FileClient.code(tooMuch)).isEqualTo("upload-too-large");
        assertThat(alice.offset(upload)).isZero();
    }

    @Test
    void anUploadBeyondTheLimitIsRefused() {
        HttpResponse<byte[]> refused = alice.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Length",
                "104857601");

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(FileClient.code(refused)).isEqualTo("upload-too-large");
    }

    @Test
    void anotherVersionIsRefusedWithTheOneThatIsSpoken() {
        HttpResponse<byte[]> refused = alice.send("POST", UPLOADS, BodyPublishers.noBody(), "Tus-Resumable", "0.2.2",
                "Upload-Length", "1");

        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.headers().firstValue("Tus-Version")).hasValue("1.0.0");
    }

    @Test
    void anotherContentTypeIsRefused() {
        String upload = alice.create(4, Map.of());

        HttpResponse<byte[]> refused = alice.tus("PATCH", upload, BodyPublishers.ofString("abcd"), "Upload-Offset", "0",
                "Content-Type", "application/octet-stream");

        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(FileClient.code(refused)).isEqualTo("upload-content-type");
        assertThat(alice.offset(upload)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "ten", "1.5", "99999999999999999999"})
    void aLengthThatIsNoneIsRefused(String length) {
        HttpResponse<byte[]> refused = alice.tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Length", length);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(FileClient.code(refused)).isEqualTo("tus-header");
    }

    @Test
    void aTerminatedUploadIsGone() {
        String upload = alice.create(10, Map.of());
        alice.patch(upload, 0, randomBytes(4));

        assertThat(alice.tus("DELETE", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(204);

        assertThat(alice.patch(upload, 4, randomBytes(6)).statusCode()).isEqualTo(404);
        assertThat(alice.tus("HEAD", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(404);
    }

    @Test
    void terminatingAFinishedUploadKeepsItsFile() {
        byte[] content = randomBytes(10);
        String upload = alice.create(10, Map.of());
        alice.patch(upload, 0, content);

        assertThat(alice.tus("DELETE", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(204);

        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void theUploadsOfOthersDoNotExist() {
        String upload = alice.create(10, Map.of());

        assertThat(bob.tus("HEAD", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> patch = bob.patch(upload, 0, randomBytes(10));
        assertThat(patch.statusCode()).isEqualTo(404);
        assertThat(bob.tus("DELETE", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(404);
        String unknown = UPLOADS + "/" + Ids.format(Ids.next());
        assertThat(FileClient.code(patch)).isEqualTo(FileClient.code(bob.patch(unknown, 0, randomBytes(10))));
        assertThat(alice.offset(upload)).isZero();
    }

    @Test
    void nobodyUploadsWithoutAToken() {
        String upload = alice.create(10, Map.of());

        assertThat(stranger().send("OPTIONS", UPLOADS, BodyPublishers.noBody()).statusCode()).isEqualTo(401);
        assertThat(stranger().tus("POST", UPLOADS, BodyPublishers.noBody(), "Upload-Length", "1").statusCode())
                .isEqualTo(401);
        assertThat(stranger().patch(upload, 0, randomBytes(10)).statusCode()).isEqualTo(401);
        assertThat(stranger().tus("HEAD", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(401);
        assertThat(stranger().tus("DELETE", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(401);
    }
}
