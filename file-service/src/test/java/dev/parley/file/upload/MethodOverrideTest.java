package dev.parley.file.upload;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.parley.file.fixture.FileServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Where only POST gets through, it stands for the other methods. */
class MethodOverrideTest extends FileServiceTest {

    @Test
    void aPostMayStandForPatchHeadAndDelete() {
        byte[] content = randomBytes(10);
        String upload = alice.create(20, Map.of());

        assertThat(override("PATCH", upload, content).statusCode()).isEqualTo(204);
        assertThat(override("HEAD", upload, new byte[0]).headers().firstValue("Upload-Offset")).hasValue("10");
        assertThat(override("DELETE", upload, new byte[0]).statusCode()).isEqualTo(204);

        assertThat(alice.tus("HEAD", upload, BodyPublishers.noBody()).statusCode()).isEqualTo(404);
    }

    @Test
    void itStandsForNothingElseAndNowhereElse() {
        String upload = alice.create(10, Map.of());
        String file = alice.upload("kept.bin", randomBytes(10));

        assertThat(override("GET", upload, new byte[0]).statusCode()).isEqualTo(405);
        assertThat(override("DELETE", "/api/files/drive/" + file, new byte[0]).statusCode()).isEqualTo(405);
        assertThat(bob.tus("POST", upload, BodyPublishers.noBody(), "X-HTTP-Method-Override", "DELETE").statusCode())
                .isEqualTo(404);
        assertThat(alice.offset(upload)).isZero();
    }

    private HttpResponse<byte[]> override(String method, String path, byte[] body) {
        return alice.tus("POST", path, BodyPublishers.ofByteArray(body), "X-HTTP-Method-Override", method,
                "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream");
    }
}
