package dev.parley.file.content;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.fixture.FileClient;
import dev.parley.file.fixture.FileServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContentCapabilityTest extends FileServiceTest {

    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @Autowired
    private ContentCapability capability;

    @Test
    void whoHasTheAddressReadsTheContentWithoutAToken() {
        byte[] content = randomBytes(10_000);
        URI url = urlOf(availableFile(alice, "internal.bin", content), capability);

        assertThat(url.getHost()).isEqualTo("file-service");
        assertThat(stranger().get(pathOf(url)).body()).isEqualTo(content);
        assertThat(stranger().get(pathOf(url), "Range", "bytes=10-19").body()).hasSize(10);
    }

    @Test
    void anAddressThatWasChangedIsRefused() {
        String file = availableFile(alice, "tampered.bin", randomBytes(10));
        String other = availableFile(alice, "other.bin", randomBytes(10));
        String path = pathOf(urlOf(file, capability));
        String otherId = pathOf(urlOf(other, capability)).split("[/?]", -1)[3];
        char last = path.charAt(path.length() - 1);

        assertRefused(path.substring(0, path.length() - 1) + (last == '0' ? '1' : '0'));
        assertRefused(path.substring(0, path.length() - 1));
        assertRefused(path.replaceFirst("expires=\\d+", "expires=9999999999"));
        assertRefused(path.replaceFirst("contents/[^?]+", "contents/" + otherId));
        assertRefused(path.replaceFirst("signature=.*", "signature="));
    }

    @Test
    void anAddressThatIsIncompleteIsABadRequest() {
        assertThat(stranger().get("/internal/contents/" + Ids.format(Ids.next())).statusCode()).isEqualTo(400);
        assertThat(stranger().get("/internal/contents/x?expires=soon&signature=ab").statusCode()).isEqualTo(400);
    }

    @Test
    void anAddressWhoseTimeIsOverIsRefused() {
        Clock yesterday = Clock.fixed(Instant.now().minus(Duration.ofHours(25)), ZoneOffset.UTC);
        CapabilitySettings settings = new CapabilitySettings(KEY, Duration.ofHours(24), "http://file-service");
        ContentCapability early = new ContentCapability(settings, new SigningKey(settings), yesterday);

        assertRefused(pathOf(urlOf(availableFile(alice, "expired.bin", randomBytes(10)), early)));
    }

    @Test
    void theKeyIsLongAndNotInTheTextOfTheSettings() {
        assertThatThrownBy(() -> new CapabilitySettings("c2hvcnQ=", Duration.ofHours(1), "http://x"))
                .hasMessage("parley.capability.signing-key must have at least 32 bytes");
        assertThatThrownBy(() -> new CapabilitySettings("not base64!", Duration.ofHours(1), "http://x"))
                .hasMessage("parley.capability.signing-key must be base64");
        assertThat(new CapabilitySettings(KEY, Duration.ofHours(1), "http://x")).asString().doesNotContain(KEY);
    }

    private void assertRefused(String path) {
        var answer = stranger().get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(403);
        assertThat(FileClient.code(answer)).isEqualTo("capability-refused");
    }

    private URI urlOf(String file, ContentCapability by) {
        return by.urlOf(jdbc.sql("SELECT unique_file_id FROM user_files WHERE id = :id")
                .param("id", Ids.parse(file).orElseThrow()).query(Long.class).single());
    }

    private static String pathOf(URI url) {
        return url.getRawPath() + "?" + url.getRawQuery();
    }
}
