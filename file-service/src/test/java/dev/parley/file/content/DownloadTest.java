package dev.parley.file.content;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Downloads as RFC 9110 has them. */
class DownloadTest extends FileServiceTest {

    private final byte[] content = randomBytes(100_000);
    private String file;
    private String etag;

    @BeforeEach
    void upload() {
        file = availableFile(alice, "Ä naïve \"name\".bin", content);
        etag = '"' + sha256(content) + '"';
    }

    @Test
    void theWholeContentComesWithItsDescription() {
        HttpResponse<byte[]> answer = alice.content(file);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(answer.headers().firstValue("ETag")).hasValue(etag);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-test");
        assertThat(answer.headers().firstValue("Content-Length")).hasValue("100000");
        assertThat(answer.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Last-Modified")).isPresent();
        assertThat(answer.headers().firstValue("Content-Disposition")).hasValue(
                "attachment; filename=\"_ na_ve _name_.bin\"; filename*=UTF-8''%C3%84%20na%C3%AFve%20%22name%22.bin");
        assertThat(answer.headers().firstValue("Repr-Digest")).hasValue("sha-256=:" + base64(sha256(content)) + ":");
    }

    @Test
    void headTellsTheSameWithoutTheBytesAndKnowsNoRanges() {
        Map<String, List<String>> whole = new HashMap<>(alice.content(file).headers().map());
        whole.remove("date");

        for (String range : List.of("bytes=0-9", "bytes=200000-")) {
            HttpResponse<byte[]> answer = alice.head("/api/files/drive/" + file + "/content", "Range", range);
            Map<String, List<String>> told = new HashMap<>(answer.headers().map());
            told.remove("date");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(told).isEqualTo(whole);
            assertThat(answer.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-0,0,1", "bytes=0-9999,0,10000", "bytes=99999-,99999,1", "bytes=-1,99999,1",
        "bytes=5000-200000,5000,95000", "bytes=-200000,0,100000"})
    void oneRangeIsThatPartOfTheContent(String range, int offset, int length) {
        HttpResponse<byte[]> answer = alice.content(file, "Range", range);

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, offset, offset + length));
        assertThat(answer.headers().firstValue("Content-Range"))
                .hasValue("bytes " + offset + "-" + (offset + length - 1) + "/100000");
    }

    @Test
    void severalRangesComeInParts() {
        HttpResponse<byte[]> answer = alice.content(file, "Range", "bytes=0-9, 50000-50009, 99990-");

        assertThat(answer.statusCode()).isEqualTo(206);
        String type = answer.headers().firstValue("Content-Type").orElseThrow();
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String body = new String(answer.body(), StandardCharsets.ISO_8859_1);
        String[] parts = body.split("\r\n--" + type.substring(type.indexOf('=') + 1), -1);
        assertThat(parts).hasSize(5);
        assertThat(parts[4]).isEqualTo("--\r\n");
        assertThat(parts[2]).startsWith(
                "\r\nContent-Type: application/x-test\r\nContent-Range: bytes 50000-50009/100000\r\n\r\n")
                .endsWith(new String(content, 50_000, 10, StandardCharsets.ISO_8859_1));
    }

    @Test
    void rangesOutsideOfTheContentCannotBeSatisfied() {
        HttpResponse<byte[]> answer = alice.content(file, "Range", "bytes=100000-");

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */100000");
        assertThat(FileClient.code(answer)).isEqualTo("range-not-satisfiable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines=1-2", "bytes=a-b", "bytes=9-0", "bytes=", "bytes=-", "bytes=1--2", "0-5",
        "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15,16-16"})
    void rangesThatMakeNoSenseAreIgnored(String range) {
        HttpResponse<byte[]> answer = alice.content(file, "Range", range);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
    }

    @Test
    void rangesThatOverlapAreSentOnce() {
        HttpResponse<byte[]> answer = alice.content(file, "Range", "bytes=0-99999,0-99999,5-");

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes 0-99999/100000");
        assertThat(answer.body()).isEqualTo(content);
    }

    @Test
    void anEmptyContentHasNoRanges() {
        String empty = availableFile(alice, "empty.bin", new byte[0]);

        assertThat(alice.content(empty, "Range", "bytes=0-0").statusCode()).isEqualTo(416);
        assertThat(alice.content(empty).body()).isEmpty();
        assertThat(alice.content(empty).headers().firstValue("Content-Length")).hasValue("0");
    }

    @Test
    void aPageThatSomebodyUploadedDoesNotRunInTheBrowser() {
        String page = alice.upload(Map.of("filename", "evil.html", "filetype", "text/html"),
                "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));

        HttpResponse<byte[]> answer = alice.content(page);

        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow()).startsWith("attachment");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).hasValue("sandbox; default-src 'none'");
        assertThat(shown(page)).startsWith("attachment").doesNotContain("inline");
    }

    @Test
    void onlyWhatIsSafeToShowIsShownInTheBrowser() {
        byte[] bytes = randomBytes(10);
        Map<String, String> kinds = Map.of("image/png", "inline", "application/pdf", "inline", "video/mp4", "inline",
                "text/plain;charset=utf-8", "inline", "image/svg+xml", "attachment", "text/xml", "attachment",
                "application/x-test", "attachment");

        kinds.forEach((type, kind) -> assertThat(
                shown(alice.upload(Map.of("filename", "a", "filetype", type), bytes)))
                .as(type).startsWith(kind + "; filename="));

        HttpResponse<byte[]> strange = alice.get("/api/files/drive/" + file + "/content?disposition=popup");
        assertThat(strange.statusCode()).isEqualTo(422);
        assertThat(FileClient.json(strange).at("/errors/0/field").asString()).isEqualTo("disposition");
    }

    @Test
    void theDigestThatAClientLikesBestIsToldAmongThoseThatAreKnown() {
        assertThat(digest("crc32c=5, sha-256=3")).hasValue("crc32c=:AAAAAA==:");
        assertThat(digest("sha-512=9, sha-256=3")).hasValue("sha-256=:" + base64(sha256(content)) + ":");
        assertThat(digest("sha-512=9")).isPresent();
        assertThat(digest("unheard-of=9, crc32c=1")).hasValue("crc32c=:AAAAAA==:");
        assertThat(digest("sha-256=0")).isEmpty();
        assertThat(digest("sha-256=11, ,")).hasValue("sha-256=:" + base64(sha256(content)) + ":");
    }

    private Optional<String> digest(String wish) {
        HttpResponse<byte[]> answer = alice.content(file, "Want-Repr-Digest", wish, "Range", "bytes=5-9");
        assertThat(answer.statusCode()).isEqualTo(206);
        return answer.headers().firstValue("Repr-Digest");
    }

    private String shown(String id) {
        return alice.get("/api/files/drive/" + id + "/content?disposition=inline").headers()
                .firstValue("Content-Disposition").orElseThrow();
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
