package dev.parley.file.upload;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.file.fixture.RawUpload;
import dev.parley.file.staging.StagingArea;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies that come with a checksum count as a whole or not at all. */
class ChecksumTest extends FileServiceTest {

    @Autowired
    private StagingArea staging;
    @Autowired
    private Uploads uploads;

    private final byte[] content = randomBytes(700_000);

    @Test
    void aBodyWithItsChecksumIsKept() {
        String upload = alice.create(content.length, Map.of());

        assertThat(patch(upload, 0, part(0, 400_000), part(0, 400_000)).statusCode()).isEqualTo(204);
        assertThat(patch(upload, 400_000, part(400_000, 700_000), part(400_000, 700_000)).statusCode()).isEqualTo(204);

        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void aBodyWithAnotherChecksumIsNotKept() throws IOException {
        String upload = alice.create(content.length, Map.of());
        alice.patch(upload, 0, part(0, 100));

        HttpResponse<byte[]> refused = patch(upload, 100, part(100, 400_000), part(0, 100));

        assertThat(refused.statusCode()).isEqualTo(460);
        assertThat(FileClient.code(refused)).isEqualTo("checksum-mismatch");
        assertThat(FileClient.json(refused).at("/status").asInt()).isEqualTo(460);
        assertThat(FileClient.json(refused).at("/offset").asLong()).isEqualTo(100);
        assertThat(Files.size(staging.fileOf(FileClient.idOf(upload)))).isEqualTo(100);
        assertThat(alice.offset(upload)).isEqualTo(100);
        assertThat(alice.patch(upload, 100, part(100, content.length)).statusCode()).isEqualTo(204);
        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void aWrongLastBodyDoesNotMakeAFile() {
        String upload = alice.create(100, Map.of());

        assertThat(patch(upload, 0, part(0, 100), part(1, 101)).statusCode()).isEqualTo(460);

        assertThat(alice.get("/api/files/drive/" + FileClient.idOf(upload)).statusCode()).isEqualTo(404);
    }

    @Test
    void anAlgorithmThatIsNotOfferedIsRefusedBeforeTheBodyIsRead() {
        String upload = alice.create(4, Map.of());

        HttpResponse<byte[]> refused = alice.tus("PATCH", upload, BodyPublishers.ofByteArray(new byte[4]),
                "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream", "Upload-Checksum",
                "sha3 AAAA");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(FileClient.code(refused)).isEqualTo("checksum-algorithm");
        assertThat(alice.offset(upload)).isZero();
    }

    @Test
    void creationWithAWrongChecksumLeavesAnEmptyUpload() {
        HttpResponse<byte[]> refused = alice.tus("POST", "/api/files/uploads", BodyPublishers.ofByteArray(content),
                "Upload-Length", Integer.toString(content.length), "Content-Type", "application/offset+octet-stream",
                "Upload-Checksum", checksum(part(0, 10)));

        assertThat(refused.statusCode()).isEqualTo(460);
        assertThat(alice.offset(refused.headers().firstValue("Location").orElseThrow())).isZero();
    }

    @Test
    void ofABodyThatBreaksOffNothingIsKept() throws IOException {
        String token = issuer.token(Ids.next());
        alice = new FileClient(port, token);
        String upload = alice.create(content.length, Map.of());
        alice.patch(upload, 0, part(0, 100));
        RawUpload cut = new RawUpload(port, token, upload, 100, content.length - 100,
                "Upload-Checksum: " + checksum(part(100, content.length)));
        cut.write(part(100, 300_000));
        await().until(() -> Files.size(staging.fileOf(FileClient.idOf(upload))) > 100);
        cut.reset();

        assertThat(alice.offset(upload)).isEqualTo(100);
        assertThat(alice.patch(upload, 100, part(100, content.length)).statusCode()).isEqualTo(204);
        assertThat(alice.content(FileClient.idOf(upload)).body()).isEqualTo(content);
    }

    @Test
    void whatANodeThatDiedHadNotVerifiedIsCutOff() throws IOException {
        String upload = alice.create(content.length, Map.of());
        alice.patch(upload, 0, part(0, 100));
        uploads.markUnverified(Ids.parse(FileClient.idOf(upload)).orElseThrow(), 100);
        Files.write(staging.fileOf(FileClient.idOf(upload)), randomBytes(content.length)); // all of it, but unverified

        assertThat(alice.offset(upload)).isEqualTo(100);
        assertThat(alice.get("/api/files/drive/" + FileClient.idOf(upload)).statusCode()).isEqualTo(404);
    }

    private HttpResponse<byte[]> patch(String upload, long offset, byte[] body, byte[] checked) {
        return alice.tus("PATCH", upload, BodyPublishers.ofByteArray(body), "Upload-Offset", Long.toString(offset),
                "Content-Type", "application/offset+octet-stream", "Upload-Checksum", checksum(checked));
    }

    private static String checksum(byte[] bytes) {
        return "sha256 " + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256(bytes)));
    }

    private byte[] part(int from, int to) {
        return Arrays.copyOfRange(content, from, to);
    }
}
